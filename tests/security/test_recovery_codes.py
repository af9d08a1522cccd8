"""A second factor is lost, or switched off: recovery codes, and a lead who takes it away."""

import io
import re

import pytest
from auditlog.models import LogEntry
from django.contrib import admin
from django.core.management import CommandError, call_command
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from troubleshooter.accounts import factor, recovery

from .second_factor import CODE, PAGE, no_wait, signed_in

pytestmark = pytest.mark.django_db


# ---- recovery codes ------------------------------------------------------------------------------


def test_a_recovery_code_opens_once_however_it_is_typed(with_factor, ada):
    _, codes = with_factor
    typed = f" {codes[0].upper().replace('-', ' ')} "
    assert signed_in().post(CODE, {"code": typed}).status_code == 302
    assert recovery.codes_left(ada) == 9
    assert signed_in().post(CODE, {"code": codes[0]}).status_code == 200
    no_wait()
    assert signed_in().post(CODE, {"code": codes[9]}).status_code == 302


def test_no_recovery_code_can_be_read_from_the_database(with_factor, settings, ada):
    _, codes = with_factor
    kept = set(StaticToken.objects.values_list("token", flat=True))
    assert len(kept) == 10
    assert all(len(one) == 16 for one in kept)
    plain = {code.replace("-", "") for code in codes}
    assert not kept & (plain | set(codes))
    assert recovery.hash_of(ada, codes[0]) in kept
    settings.SECRET_KEY = "another key, as long as the one that it is in the place of, at least 50"
    assert recovery.hash_of(ada, codes[0]) not in kept


def test_codes_are_random_and_of_letters_that_are_not_mistaken():
    codes = {recovery._new_code() for _ in range(500)}
    assert len(codes) == 500
    assert set("".join(codes)) == set(recovery.LETTERS) | {"-"}
    assert not set(recovery.LETTERS) & set("01lo")


def test_new_codes_end_the_old_ones_and_need_a_code(with_factor, phone):
    client, codes = with_factor
    assert client.post(PAGE, {"do": "new-codes", "code": "000000"}).status_code == 200
    assert signed_in().post(CODE, {"code": codes[1]}).status_code == 302
    no_wait()
    answer = client.post(PAGE, {"do": "new-codes", "code": phone.next_code()}).content.decode()
    new = re.findall(r'dir="ltr">([a-z0-9-]+)</bdi>', answer)
    assert len(new) == 10
    assert signed_in().post(CODE, {"code": codes[2]}).status_code == 200
    no_wait()
    assert signed_in().post(CODE, {"code": new[0]}).status_code == 302


# ---- switching it off, losing it -----------------------------------------------------------------


def test_it_is_switched_off_with_a_code_only(with_factor, ada, phone):
    client, _ = with_factor
    client.post(PAGE, {"do": "switch-off", "code": "000000"})
    assert factor.has_factor(ada)
    no_wait()
    client.post(PAGE, {"do": "switch-off", "code": phone.next_code()})
    assert not factor.has_factor(ada)
    assert not StaticToken.objects.exists()
    assert signed_in().get("/admin/").status_code == 200


def test_a_lead_takes_away_what_is_lost_and_the_trail_says_so(with_factor, ada):
    said = io.StringIO()
    call_command("remove_second_factor", "ada", stdout=said)
    assert "ada" in said.getvalue()
    assert not factor.has_factor(ada)
    noted = [(one.changes.get("second factor"), one.actor) for one in LogEntry.objects.all()]
    assert noted[0] == (["on", "off"], None)
    assert (["off", "on"], ada) in noted


@pytest.mark.parametrize("name", ["nobody", "ada"])
def test_there_is_nothing_to_take_away(name, ada):
    with pytest.raises(CommandError, match=name):
        call_command("remove_second_factor", name)


def test_no_list_of_admin_shows_a_secret(with_factor):
    client, _ = with_factor
    assert not {TOTPDevice, StaticDevice, StaticToken} & set(admin.site._registry)
    assert client.get("/admin/otp_totp/totpdevice/").status_code == 404
    assert TOTPDevice.objects.get().key not in str(list(LogEntry.objects.values()))
