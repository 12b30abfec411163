internal import Base
internal import Boosting
internal import Charts
package import Modeling
internal import Snapshots

/// The report's section on settings and versions: what the run was made from.
package struct SettingsSection {
    /// Parameters that do not influence the result, by the libraries' names. XGBoost's number of threads does.
    private static let withoutPart: Set = ["num_threads", "threads", "verbosity"]

    private let content: ReportContent

    package init(_ content: ReportContent) { self.content = content }

    var section: ReportDocument.Section {
        .init(id: "settings", title: "Settings and versions", blocks: blocks)
    }

    private var blocks: [ReportDocument.Block] {
        var blocks: [ReportDocument.Block] = [
            .table(
                title: "Inputs", note: "The files that were read.",
                ResultTable(
                    [.text("File"), .number("Bytes"), .text("SHA-256")],
                    rows: content.inputs.map { [$0.name, Numbers.count($0.bytes), $0.sha256] })),
            .table(
                title: "Versions", note: "Of the program and of the libraries that it used.",
                ResultTable([.text("Name"), .text("Version")], rows: content.versions.map { [$0.key, $0.value] })),
        ]
        if let model = content.model, !model.members.isEmpty { blocks.append(Self.models(model)) }
        blocks.append(
            .table(
                title: "Settings",
                note:
                    "Every key that has a part in the result; files, threads and memory are left out. Seed: \(content.seed).",
                ResultTable([.text("Key"), .text("Value")], rows: content.settings.map { [$0.key, $0.value] })))
        return blocks
    }

    /// Returns the fitted models with their parameters.
    package static func models(_ model: TrainedModel) -> ReportDocument.Block {
        .table(
            title: "Models", note: note(model),
            ResultTable(
                [.text("Model"), .number("Trees or steps"), .text("Parameters"), .text("Where they come from")],
                rows: model.members.map { member in
                    [
                        Titles.ranking(member.name.rawValue), Numbers.count(member.rounds),
                        member.parameters.filter { !withoutPart.contains($0.key) }
                            .sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)" }.joined(separator: ", "),
                        member.origin.rawValue,
                    ]
                }))
    }

    private static func note(_ model: TrainedModel) -> String {
        "\(Numbers.count(model.features.count, "feature")); fitted on \(Numbers.count(model.snapshots, "snapshot")) from "
            + "\(model.trainedOn.first) to \(model.trainedOn.last), \(Numbers.count(model.positives)) of them followed by a conversion."
            + (model.fallback.map { " \($0.sentence)" } ?? "")
    }
}
