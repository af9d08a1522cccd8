"""The addresses of the web contract (docs/web-contract.md). Once released they stay."""

from django.urls import path

from .views import (
    answers,
    cause,
    guide,
    health,
    home,
    moves,
    paths,
    pictures,
    preview,
    question,
    resolved,
    step,
    support,
)
from .views.insights import (
    causes,
    compare,
    definitions,
    export,
    flow,
    overview,
    signing_in,
    what_if,
    working_out,
)
from .views.insights import (
    step as one_step,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("guides/<slug:guide>/", guide.guide, name="guide"),
    path("guides/<slug:guide>/start/", guide.start, name="start"),
    path("guides/<slug:guide>/next/", moves.next_address, name="next"),
    path("guides/<slug:guide>/questions/<slug:key>/", question.question, name="question"),
    path("guides/<slug:guide>/steps/<slug:key>/", step.step, name="step"),
    path("guides/<slug:guide>/resolved/", resolved.resolved, name="resolved"),
    path("guides/<slug:guide>/support/", support.support, name="support"),
    path("guides/<slug:guide>/answers/", answers.answers, name="answers"),
    path("guides/<slug:guide>/paths/<slug:key>/not-found/", paths.not_found, name="path-not-found"),
    path("support/cause/<str:token>/", cause.cause, name="cause"),
    path("preview/<int:revision>/", preview.preview, name="preview-home"),
    path("preview/<int:revision>/<path:rest>", preview.preview, name="preview"),
    path("pictures/<str:name>", pictures.picture, name="picture"),
    path("insights/", overview.overview, name="insights-overview"),
    path("insights/steps/<slug:key>/", one_step.step, name="insights-step"),
    path("insights/flow/", flow.flow, name="insights-flow"),
    path("insights/compare/", compare.compare, name="insights-compare"),
    path("insights/causes/", causes.causes, name="insights-causes"),
    path("insights/what-if/", what_if.what_if, name="insights-what-if"),
    path("insights/work-out/<slug:page>/", working_out.work_out, name="insights-work-out"),
    path("insights/export/", export.export, name="insights-export"),
    path("insights/export/events.<str:form>", export.events, name="insights-export-events"),
    path(
        "insights/export/<slug:page>/<slug:table>.<str:form>",
        export.table,
        name="insights-export-table",
    ),
    path("insights/definitions/", definitions.definitions, name="insights-definitions"),
    path("insights/login/", signing_in.sign_in, name="insights-sign-in"),
    path("insights/logout/", signing_in.sign_out, name="insights-sign-out"),
    path("favicon.ico", home.favicon, name="favicon"),
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
]
