internal import ProspectCore

/// The sections about the run itself.
extension Schema {
    static let seed = SettingSection(
        name: nil, title: "Seed", comment: "",
        keys: [
            SettingKey(
                "seed", \.seed, .wholeNumber(0...Int(Int32.max)),
                "The seed of everything that is drawn at random: the same seed and data give the same list.")
        ])

    static let audit = SettingSection(
        name: "audit", title: "Audit", comment: "What the audit of a run lets pass.",
        keys: [
            SettingKey(
                "audit.accepted", \.audit.accepted, .columns(atLeast: 0),
                """
                Columns, as the audit prints them, of which it is known that they are filled in before the sale, though they tell who converts: what \
                `single-features` finds of them is then a warning. `test-result` makes the alarm at a high ROC-AUC one.
                """)
        ])

    static let resources = SettingSection(
        name: "resources", title: "Resources", comment: "What a run may use of the machine.",
        keys: [
            SettingKey(
                "resources.threads", \.resources.threads, .word("auto", or: .wholeNumber(1...1024)),
                "Threads; auto takes all cores. The result does not depend on it."),
            SettingKey(
                "resources.memory_limit", \.resources.memoryLimit, .word("auto", or: .memory),
                "Memory for reading and queries, such as 8GB; what does not fit goes to disk. auto leaves it to DuckDB."
            ),
            SettingKey(
                "resources.extensions", \.resources.extensions, .word("auto", or: .folder),
                """
                The folder with DuckDB's extensions (postgres_scanner.duckdb_extension, httpfs.duckdb_extension, \
                excel.duckdb_extension), which databases, buckets and workbooks need; auto takes those beside the program's \
                DuckDB, or lets DuckDB install them.
                """),
        ])

    static let output = SettingSection(
        name: "output", title: "Output", comment: "Where results go.",
        keys: [
            SettingKey(
                "output.folder", \.output.folder, .folder,
                "The folder of runs and results, from the configuration file's folder; made where it does not exist.")
        ])
}
