"""The configs that are measured: samples of any size, many of them, and such as grow in one way."""

from pathlib import Path

HERE = Path(__file__).parent
# A config as people have them: grown over months, with old keys, typos and plain secrets.
LIVED_IN = HERE / "lived-in.json5"


def put(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def many(folder, sample, count):
    """So many configs, no two the same, 100 to a directory."""
    files = []
    for index in range(count):
        place = folder / str(index // 100) / str(index % 100) / "openclaw.json"
        files.append(put(place, sample.replace("agent-", f"agent-{index}-")))
    return files


def nested(depth):
    """Objects in one another, where a plugin has its own settings."""
    inside = '{"a":' * depth + "1" + "}" * depth
    return f'{{"plugins":{{"entries":{{"acme":{{"config":{inside}}}}}}}}}\n'


def flawed(count):
    """About so many findings: in turn a misspelled key, a value that there is not, and a secret in
    plain text, in agents and accounts."""
    agents, accounts = [], []
    for index in range(count):
        kind = index % 3
        if kind == 0:
            agents.append(f'      "agent-{index}": {{ "modle": "openai/gpt-5.4" }}')
        elif kind == 1:
            agents.append(f'      "agent-{index}": {{ "thinkingDefault": "vast" }}')
        else:
            token = f"{700_000_000 + index}:AAq{index:08}LxVmRtKzBwYpNcJsDgTfWuEq"
            accounts.append(f'        "a{index}": {{ "botToken": "{token}" }}')
    entries, held = ",\n".join(agents), ",\n".join(accounts)
    return (
        '{\n  "gateway": { "mode": "local" },\n  "agents": {\n    "ownership": "explicit",\n'
        f'    "entries": {{\n{entries}\n    }}\n  }},\n  "channels": {{\n    "telegram": {{\n'
        f'      "accounts": {{\n{held}\n      }}\n    }}\n  }}\n}}\n'
    )


def misspelled(count):
    """So many misspelled keys, which all have a safe fix."""
    agents = (f'      "agent-{index}": {{ "modle": "openai/gpt-5.4" }}' for index in range(count))
    entries = ",\n".join(agents)
    return (
        '{\n  "gateway": { "mode": "local" },\n  "agents": {\n    "ownership": "explicit",\n'
        f'    "entries": {{\n{entries}\n    }}\n  }}\n}}\n'
    )
