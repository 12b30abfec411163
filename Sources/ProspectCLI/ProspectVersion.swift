internal import Pipeline

/// The output of `prospect --version`.
enum ProspectVersion {
    /// The commit that the program was built from, or nil if the build did not know it.
    @TaskLocal static var commit: String?

    /// The version and the commit, such as `0.2.0 (6633e21)`.
    static var text: String { Pipeline.version + (commit.map { " (\($0))" } ?? "") }
}
