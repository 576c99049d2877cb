"""Reads every rule of a folder with pySigma, validates it, and converts it for Splunk.

Prints one line for each complaint and the number of rules; ends with 1 if there is any complaint.
"""

import sys
from pathlib import Path

from sigma.backends.splunk import SplunkBackend
from sigma.collection import SigmaCollection
from sigma.correlations import SigmaCorrelationType
from sigma.plugins import InstalledSigmaPlugins
from sigma.rule import SigmaRule
from sigma.validation import SigmaValidator

# Complaints that are right about the house style of SigmaHQ and wrong about these rules, by the end
# of the file's name.
EXPECTED = {
    # The row documents 4688 with its own field names; the generic source stands for Sysmon 1.
    ("SpecificInsteadOfGenericLogsourceIssue", "security_4688.yml"),
    # The category holds the creation of a pipe (17), too.
    ("SigmahqRedundantFieldIssue", "sysmon_18.yml"),
    ("SigmahqCategoryEventIdIssue", "sysmon_18.yml"),
    # The category is of Sigma's taxonomy; the repository has no rule of it.
    ("SigmahqLogsourceUnknownIssue", "sysmon_5.yml"),
    ("SigmahqFilenamePrefixIssue", "sysmon_5.yml"),
}


def is_expected(issue) -> bool:
    names = [Path(str(rule.source)).name for rule in issue.rules]
    return all(
        any(type(issue).__name__ == kind and name.endswith(end) for kind, end in EXPECTED)
        for name in names
    )


def main(folder: str) -> int:
    files = sorted(Path(folder).glob("*.yml"))
    rules = SigmaCollection.load_ruleset(files, collect_errors=True)
    complaints = [f"{rule.source}: {error}" for rule in rules.rules for error in rule.errors]
    complaints += [str(error) for error in rules.errors]

    plugins = InstalledSigmaPlugins.autodiscover()
    validators = set(plugins.validators.values())
    # Those of SigmaHQ know no correlation rules.
    core = {v for v in validators if v.__module__.startswith("sigma.validators.core")}
    plain = [rule for rule in rules.rules if isinstance(rule, SigmaRule)]
    chains = [rule for rule in rules.rules if not isinstance(rule, SigmaRule)]
    issues = SigmaValidator(validators).validate_rules(plain)
    issues += SigmaValidator(core).validate_rules(chains)
    for issue in filter(lambda issue: not is_expected(issue), issues):
        names = ", ".join(Path(str(rule.source)).name for rule in issue.rules)
        complaints.append(f"{issue.severity.name} {type(issue).__name__} {names}: {issue}")

    backend = SplunkBackend(collect_errors=True)
    # The backend knows no order within a correlation: the rest of a chain is converted.
    for chain in chains:
        chain.type = SigmaCorrelationType.TEMPORAL
    rules.rules = plain + chains  # chains refer to queries made before
    queries = backend.convert(rules)
    complaints += [f"{rule.source}: {error}" for rule, error in backend.errors]
    complaints += ["an empty query" for query in queries if not query]

    for complaint in complaints:
        print(complaint)
    print(f"{len(rules.rules)} rules, {len(complaints)} complaints")
    return 1 if complaints or not rules.rules else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
