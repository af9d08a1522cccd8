"""The iCloud guide says what is true, and none of what is known to be wrong."""

import re

import pytest

from tests.content.test_icloud_guide import guide as guide
from tests.content.test_icloud_guide import parts as parts
from tests.content.test_icloud_guide import said, texts

SAYS = {
    # W1 to W10: what the seed article has wrong, and what must stand here instead.
    "facts/photos": [
        "iCloud Photos is on",
        "iCloud Photos is off",
        "Recently Deleted",
        "every device",
    ],
    "facts/whatsapp": ["iCloud Drive", "2.05", "Chat Backup", "recent"],
    "steps/local-backup": ["Trust", "General", "Encrypt local backup", "Apple Devices", "iTunes"],
    "facts/computer-backup": ["passwords", "Wi-Fi settings", "Health", "call history"],
    "facts/plans": ["5 GB", "50 GB", "200 GB", "2 TB", "6 TB", "12 TB"],
    "facts/automatic-or-by-hand": [
        "charging, locked and on Wi-Fi",
        "can start without the charger",
    ],
    "facts/icloud-drive": ["Not for the backup of the device", "WhatsApp"],
    "facts/what-a-backup-holds": [
        "not a copy of everything",
        "Apple Pay",
        "Face ID",
        "mail",
        "maps",
    ],
    "facts/signing-out": ["Apple Pay", "App Store", "iMessage", "FaceTime", "Find My"],
    "facts/account-name": ["Apple ID", "Apple Account", "2024"],
    "facts/delete-this-backup": ["automatic backup is turned off"],
    # What the article never says.
    "facts/several-causes": ["two things"],
    "facts/next-backup-size": ["you see one of the three", "All Device Backups"],
    "questions/back-up-now": ["two minutes", "half an hour"],
    "facts/two-storages": ["iPhone Storage", "5 GB"],
    "questions/storage-message": ["Next Backup Size", "iPhone Storage", "General"],
    "facts/unused-backups": ["180 days", "iCloud.com"],
    "facts/oldest-ios": ["iOS 9", "18 December 2024"],
    "facts/stolen-device": ["one hour", "17.3"],
    "facts/slow-upload": ["24 hours", "upload"],
    "facts/low-power-and-vpn": ["Low Data Mode", "sources disagree"],
    "facts/fake-numbers": ["no phone number"],
    "steps/leave-24-hours": ["24 hours"],
    "steps/back-up-now": ["two minutes", "30 minutes", "later than the time when you began"],
    "steps/reset-network": ["Wi-Fi passwords", "VPN"],
    "steps/leave-out-apps": ["deleted at once"],
    "aftercare/weekly-look": ["Last successful backup", "week"],
    "aftercare/every-night": ["charging", "locked", "Wi-Fi"],
}


@pytest.mark.parametrize("place", SAYS)
def test_says_what_it_must(parts, place):
    words = said(parts[place])
    assert [wanted for wanted in SAYS[place] if wanted not in words] == []


def test_signing_out_is_presented_as_the_heavy_step_it_is(parts):
    step = parts["steps/sign-out"]
    assert step.disruption == 4
    assert "Apple Pay" in step.at_risk
    assert step.interrupts == "account"


def test_deleting_this_backup_warns_of_both_losses(parts):
    step = parts["steps/delete-this-backup"]
    assert step.irreversible
    assert step.disruption == 5
    assert "gone for good" in step.at_risk
    assert "Backup is off" in step.at_risk


def test_weekly_look_is_weekly(parts):
    assert parts["aftercare/weekly-look"].reminder == "P1W"


NEVER = [
    "48-hour",
    "screen must be unlocked",
    "Finder for Windows",
    "delete backups on iCloud.com",
    "nothing important is lost",
    "full snapshot",
    "92 %",
    "photos does not",
]


@pytest.mark.parametrize("claim", NEVER)
def test_repeats_no_claim_that_is_known_to_be_wrong(guide, claim):
    everything = re.sub(r"\s+", " ", " ".join(texts(guide.model_dump(mode="python"))))
    assert claim.casefold() not in everything.casefold()
