internal import Pipeline

/// What `prospect --version` prints.
enum ProspectVersion {
    /// The commit that the program was built from; nil where the build knew none.
    @TaskLocal static var commit: String?

    /// The version and the commit, such as `0.2.0 (6633e21)`.
    static var text: String { Pipeline.version + (commit.map { " (\($0))" } ?? "") }
}
