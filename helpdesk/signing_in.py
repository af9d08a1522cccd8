"""Settings of how staff sign in: passwords, who is held up, how long a session lasts.

docs/security.md says which requirement of OWASP ASVS 5.0 each of them meets.
"""

VALIDATORS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{VALIDATORS}.UserAttributeSimilarityValidator"},
    {"NAME": f"{VALIDATORS}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{VALIDATORS}.CommonPasswordValidator"},
    {"NAME": f"{VALIDATORS}.NumericPasswordValidator"},
    {"NAME": "troubleshooter.accounts.own_words.OwnWordsValidator"},
]

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AXES_HANDLER = "troubleshooter.views.sign_in_guard.Guard"
AXES_CLIENT_IP_CALLABLE = "troubleshooter.views.sign_in_guard.source_for_axes"
AXES_LOCKOUT_CALLABLE = "troubleshooter.views.sign_in_guard.locked_out"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_VERBOSE = AXES_ENABLE_ADMIN = False
# It has tables for addresses and browsers. They are not even made.
MIGRATION_MODULES = {"axes": None}

# A session ends after so long, and before it when nobody was seen for so long.
SESSION_HOURS = 12
IDLE_MINUTES = 120
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
