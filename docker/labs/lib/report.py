"""What a lab has shown: as a matrix for the terminal, and as a row of the table in the docs."""

GOOD, BAD = "ok", "NOT AS EXPECTED"


def shorten(name):
    return name.rstrip(".")


def cell(one):
    """Returns what a client saw, in a word."""
    seen = one["seen"]
    if seen is None:
        return one["reason"] or one["status"]
    addresses = [line.split()[3] for line in seen.get("answer", []) if line.split()[2] in ("A", "AAAA")]
    if addresses:
        return " ".join(addresses)
    return "NODATA" if seen["rcode"] == "NOERROR" else seen["rcode"]


def expected(one):
    """Returns what a client was to see: what it saw, where that was right."""
    if one["status"] == "passed":
        return cell(one)
    return "; ".join(f"{difference['key']} {difference['expected']}" for difference in one["differences"]) or "an answer"


def checked(document):
    """Returns the expectations that this client could check."""
    return [one for one in document["expectations"] if one["status"] != "not_checked"]


class Run:
    """One lab, played once."""

    def __init__(self, lab, trap, seen, log):
        self.lab, self.trap, self.log = lab, trap, log
        # By client: what it was asked to check.
        self.seen = {client: checked(document) for client, document in seen.items()}

    def title(self):
        return f"{self.lab}, trap {self.trap}" if self.trap else self.lab

    def rows(self):
        """Yields client, question, what it was to see, what it saw, and whether that is the same."""
        for client, ones in self.seen.items():
            for one in ones:
                kind = "" if one["type"] == "A" else " " + one["type"]
                yield client.name, shorten(one["query"]) + kind, expected(one), cell(one), one["status"] == "passed"

    def is_as_expected(self):
        everybody_asked = all(self.seen.values()) and bool(self.seen)
        return everybody_asked and all(row[-1] for row in self.rows()) and all(right for _, right in self.log)

    def text(self):
        """Returns the matrix: a line for each name, a column for each client."""
        clients = [client.name for client in self.seen]
        names, cells = [], {}
        for client, name, _, saw, right in self.rows():
            if name not in names:
                names.append(name)
            cells[name, client] = saw if right else f"{saw} <- {BAD}"
        lines = [[self.title(), *clients]]
        lines += [[f"  {name}", *(cells.get((name, client), "-") for client in clients)] for name in names]
        widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
        text = ["  ".join(word.ljust(width) for word, width in zip(line, widths)).rstrip() for line in lines]
        text += [f"  the query log: {line}: {GOOD if right else BAD}" for line, right in self.log]
        text += [f"  {client.name} ({client.network}) checked nothing: {BAD}" for client, ones in self.seen.items() if not ones]
        return "\n".join(["", *text])


def table(runs, engine):
    """Returns the table of the docs: lab, client, trap, expected, seen."""
    lines = [
        "# What the labs show",
        "",
        "Written by `docker/labs/run --table docker/labs/table.md`: every lab, with every trap, as every client saw it.",
        "",
        "| lab | trap | client | name | expected | seen |",
        "|---|---|---|---|---|---|",
    ]
    for run in runs:
        for client, name, wanted, saw, right in run.rows():
            saw = saw if right else f"**{saw}**"
            lines.append(f"| {run.lab} | {run.trap or ''} | {client} | `{name}` | {wanted} | {saw} |")
        for line, right in run.log:
            lines.append(f"| {run.lab} | {run.trap or ''} | query log | `{line}` | {GOOD} | {GOOD if right else '**not so**'} |")
    return "\n".join(lines) + "\n"


def summary(runs, engine):
    wrong = [run.title() for run in runs if not run.is_as_expected()]
    asked = sum(1 for run in runs for _ in run.rows())
    head = f"\n{len(runs)} runs with {engine.title}, {asked} answers: "
    return head + ("all as expected" if not wrong else "not as expected: " + "; ".join(wrong))
