"""Optuna's side of Scripts/optuna-interop: works on the study 'study' of a journal, or prints it as JSON.

    optuna-study.py run <journal> <trials>    makes so many trials more
    optuna-study.py kill <journal> <trials>   as run, and is killed in the middle of one trial more
    optuna-study.py show <journal>            the trials as Optuna reads them
    optuna-study.py dashboard <journal>       the trials as optuna-dashboard shows them
"""

import json
import os
import signal
import sys

import optuna

optuna.logging.set_verbosity(optuna.logging.ERROR)


def objective(trial):
    x = trial.suggest_float("x", -5, 5)
    rate = trial.suggest_float("rate", 1e-4, 1, log=True)
    n = trial.suggest_int("n", 1, 9)
    share = trial.suggest_float("share", 0.1, 0.9, step=0.1)
    kind = trial.suggest_categorical("kind", ["flat", "steep", "é"])
    value = x * x + (n - 4) ** 2 + share + rate + (0 if kind == "flat" else 2)
    for step in range(3):
        trial.report(value + 3 - step, step)
        if trial.should_prune():
            raise optuna.TrialPruned()
    return value


def row(number, state, value, params, reports):
    return {
        "number": number, "state": state, "value": value, "x": params.get("x"), "n": params.get("n"),
        "kind": params.get("kind"), "reports": reports,
    }


# The dashboard has all values as texts.
READ = {"x": float, "rate": float, "n": int, "share": float, "kind": str}


def dashboard(storage):
    """Asks the dashboard's own application, without a socket."""
    from optuna_dashboard import wsgi

    status = []
    environment = {
        "REQUEST_METHOD": "GET", "PATH_INFO": "/api/studies/0", "QUERY_STRING": "after=0", "SERVER_NAME": "localhost",
        "SERVER_PORT": "80", "wsgi.input": sys.stdin.buffer, "wsgi.errors": sys.stderr, "wsgi.url_scheme": "http",
    }
    body = b"".join(wsgi(storage)(environment, lambda line, headers, *_: status.append(line)))
    assert status[0].startswith("200"), (status, body)
    return [
        row(
            trial["number"], trial["state"].upper(), trial.get("values", [None])[0],
            {p["name"]: READ[p["name"]](p["param_external_value"]) for p in trial["params"]},
            len(trial["intermediate_values"]))
        for trial in json.loads(body)["trials"]
    ]


action, path = sys.argv[1:3]
storage = optuna.storages.JournalStorage(optuna.storages.journal.JournalFileBackend(path))
if action in ("run", "kill"):
    study = optuna.create_study(
        storage=storage, study_name="study", load_if_exists=True, pruner=optuna.pruners.MedianPruner(),
        sampler=optuna.samplers.TPESampler(multivariate=True, seed=0))
    study.optimize(objective, n_trials=int(sys.argv[3]))
    if action == "kill":
        trial = study.ask()
        trial.suggest_float("x", -5, 5)
        os.kill(os.getpid(), signal.SIGKILL)
elif action == "show":
    study = optuna.load_study(storage=storage, study_name="study")
    json.dump(
        [row(t.number, t.state.name, t.value, t.params, len(t.intermediate_values)) for t in study.trials], sys.stdout)
elif action == "dashboard":
    json.dump(dashboard(storage), sys.stdout)
