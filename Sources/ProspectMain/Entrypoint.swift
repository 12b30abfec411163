internal import ProspectCLI

@main
struct Entrypoint {
    // The plugin ReadCommit writes `builtCommit` into this target, so that a new commit compiles nothing else.
    static func main() async { await ProspectCLI.main(commit: builtCommit) }
}
