internal import Modeling
internal import Playbooks
internal import Settings
internal import Snapshots
internal import Sources

extension Configuration {
    /// All keys as declared by the stages, in the order in which they are written.
    static let schema = Schema<Configuration>(
        SourceKeys.sections.map { $0.lifted(to: \.modeling.walk.source) }
            + WalkKeys.sections.map { $0.lifted(to: \.modeling.walk) }
            + ModelingKeys.sections.map { $0.lifted(to: \.modeling) }
            + [
                PlaybookKeys.section.lifted(to: \.playbooks), ModelingKeys.seed.lifted(to: \.modeling),
                SourceKeys.resources.lifted(to: \.modeling.walk.source), output,
            ])

    private static let output = SettingSection<Configuration>(
        name: "output", title: "Output", comment: "Where results go.",
        keys: [
            SettingKey(
                "output.folder", \.output.folder, .folder,
                "The folder of runs and results, from the configuration file's folder; made where it does not exist.")
        ])
}
