package import Settings

extension SourceKeys {
    /// The section on resources. It comes near the end of a file, with what concerns the whole run.
    package static let resources = SettingSection<SourceSettings>(
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
}
