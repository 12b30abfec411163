internal import ProspectCLI

@main
struct Entrypoint {
    static func main() { ProspectCLI.main() }
}
