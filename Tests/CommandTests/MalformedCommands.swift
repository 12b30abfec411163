import Foundation

/// Command lines and configurations that are wrong, and histories that do not suffice.
enum MalformedCommands {
    private static let usage = MalformedCompany.usage

    private static func asOf(_ day: String, _ sentence: String, exitCode: Int32 = 2) -> Malformed {
        Malformed("--as-of \(day)", arguments: ["run", "--quiet", "--as-of", day], exitCode: exitCode, says: sentence)
    }

    static let cases: [Malformed] = [
        asOf(
            "2020-03-02",
            "2020-03-02 is a monday, and snapshots.weekday is sunday. Use --as-of 2020-03-01 or --as-of 2020-03-08."),
        asOf("2999-01-06", "--as-of 2999-01-06 lies outside the data, which covers 2020-01-10 to 2020-03-19."),
        asOf("2019-06-02", "--as-of 2019-06-02 lies outside the data, which covers 2020-01-10 to 2020-03-19."),
        asOf("2020-03-29", "--as-of 2020-03-29 lies outside the data, which covers 2020-01-10 to 2020-03-19."),
        asOf("soon", "The value 'soon' is invalid for '--as-of <as-of>'", exitCode: 64),
        asOf("2020-02-30", "The value '2020-02-30' is invalid for '--as-of <as-of>'", exitCode: 64),
        Malformed(
            "--model that is not fitted",
            arguments: ["rank", "--quiet", "--model", "ensemble", "--set", "models.members=[lightgbm]"],
            says: "There is no list by ensemble: fewer than two of ensemble.members are among models.members. "
                + "There are lists by lightgbm."),
        Malformed(
            "--model that does not exist", arguments: ["rank", "--model", "forest"], exitCode: 64,
            says: "The value 'forest' is invalid for '--model <model>'"),
        Malformed(
            "unknown option", arguments: ["run", "--as-off", "2020-03-01"], exitCode: 64,
            says: "Error: Unknown option '--as-off'. Did you mean '--as-of'?"),
        Malformed(
            "unknown command", arguments: ["rnu"], exitCode: 64, says: "Error: Unexpected argument 'rnu'"),
        Malformed(
            "--resume with --as-of", arguments: ["run", "--resume", "--as-of", "2020-03-01"], exitCode: 64,
            says: "Error: --resume goes on with the run's own day; leave --as-of out."),
        Malformed(
            "--resume with --quick", arguments: ["run", "--resume", "--quick"], exitCode: 64,
            says: "Error: --resume goes on as the run began; leave --quick out."),
        Malformed(
            "nothing to resume", arguments: ["run", "--quiet", "--resume"],
            says: "There is no unfinished run in '{}/output' to resume. `prospect runs` lists them; "
                + "`prospect run` starts a new one."),
        Malformed(
            "unknown key", configuration: ["snapshots.horizn": "30"],
            says: "snapshots.horizn is not a known key. The nearest known key is 'snapshots.horizon'."),
        Malformed(
            "value of another type", configuration: ["snapshots.horizon": "thirty"],
            says: "snapshots.horizon must be a whole number from 1 to 366, not 'thirty'."),
        Malformed(
            "--set of an unknown key", arguments: ["run", "--set", "sed=1"],
            says: "--set sed: sed is not a known key. The nearest known key is 'seed'."),
        Malformed(
            "configuration missing", arguments: ["run", "--config", "none.yaml"],
            says: "none.yaml: there is no such configuration file. "
                + "Run `prospect init` to write one, or name one with --config."),
        Malformed(
            "configuration that is a folder", arguments: ["run", "--config", "output"],
            says: "output: this is a folder, not a configuration file. Name the file: --config output/prospect.yaml."),
        Malformed(
            "configuration that is not YAML", ["prospect.yaml": "sources: [".data],
            says: "this is not valid YAML: did not find expected node content (while parsing a flow node)."),
        Malformed(
            "configuration without sources", ["prospect.yaml": "seed: 1\n".data],
            says:
                "prospect.yaml: sources.usage is missing. Say where the table is: a CSV or Parquet file, a glob or a folder."
        ),
        Malformed(
            "output folder that is a file", ["place": "a file\n".data], configuration: ["output.folder": "place"],
            says: "The output folder cannot be '{}/place', because that is a file. Set output.folder to another path."),
        Malformed(
            "output folder below a file", ["place": "a file\n".data], configuration: ["output.folder": "place/below"],
            says: "The output folder cannot be '{}/place', because that is a file. Set output.folder to another path."),
        Malformed(
            "memory limit that does not suffice", configuration: ["resources.memory_limit": "1KB"], exitCode: 1,
            says: "The memory that DuckDB may use does not suffice. "
                + "Raise resources.memory_limit, or lower resources.threads."),
    ]
}
