#!/bin/sh
# Brings the interface's catalogues up to date with templates and code, and compiles them.
# Needs GNU gettext. New and changed texts are left empty or marked fuzzy, for a person to write.
set -eu
look() {
  .venv/bin/python manage.py makemessages --all --no-wrap --no-obsolete --add-location file \
    --ignore "templates/admin*" --ignore "*insights*" --ignore "tests*" --ignore "var*" \
    --ignore ".venv*" --ignore "docs*"
}
look
for file in troubleshooter/locale/*/LC_MESSAGES/django.po; do
  msgfmt --check-format --check-domain --output-file "${file%.po}.mo" "$file"
done
