internal import Snapshots
internal import Sources

/// How well one column alone separates the conversions from the rest.
package struct ScannedColumn: Equatable, Sendable {
    package enum Kind: String, Sendable {
        /// A usage feature as of its Sunday.
        case usage
        /// A firmographic as of the extraction of the tables.
        case firmographic
        /// A form of the id. No model sees it and nothing is ordered by it.
        case identifier
        /// The place of the portal's row in its file. No model sees it.
        case position

        /// Whether the models are trained on the column.
        var isSeen: Bool { self == .usage || self == .firmographic }
    }

    package let name: String
    package let kind: Kind
    /// The ROC-AUC of the column or of its mirror image, whichever is higher: at least 0.5.
    package let rocAUC: Double
    /// The numbers of portals that converted, and of others.
    package let converted: Int
    package let others: Int
    /// The values among which most portals converted. It is nil for usage, and if too few portals converted.
    package let purest: PureGroup?
    /// How well a usage feature separates later customers from others long before their sale, or nil if it cannot be
    /// measured.
    package let early: EarlySeparation?

    package init(
        name: String, kind: Kind, rocAUC: Double, converted: Int, others: Int, purest: PureGroup? = nil,
        early: EarlySeparation? = nil
    ) {
        self.name = name
        self.kind = kind
        self.rocAUC = rocAUC
        self.converted = converted
        self.others = others
        self.purest = purest
        self.early = early
    }

    /// The column in words, with its name in brackets. The title of a form of the id is already a phrase.
    package var title: String {
        switch kind {
        case .usage, .firmographic: ColumnTitle.described(name)
        case .identifier, .position: name
        }
    }

    /// Returns the ROC-AUC of a column in its better direction. Missing values rank below or above all others.
    ///
    /// - Parameter values: The column. NaN stands for a missing value.
    /// - Returns: A number of at least 0.5, or nil if a class is missing.
    package static func separation(_ values: [Double], labels: [Bool], weights: [Double]? = nil) -> Double? {
        let hasMissing = values.contains(where: \.isNaN)
        var best: Double?
        for replacement in hasMissing ? [-Double.infinity, .infinity] : [0] {
            let filled = hasMissing ? values.map { $0.isNaN ? replacement : $0 } : values
            guard let auc = Modeling.rocAUC(labels: labels, scores: filled, weights: weights) else { return nil }
            best = max(best ?? 0.5, auc, 1 - auc)
        }
        return best
    }
}

/// How well a column separates later customers, at least two horizons before their sale, from portals that never
/// convert.
///
/// Genuine usage rises towards the sale. A column that marks a customer long before the sale was written by the sale.
package struct EarlySeparation: Equatable, Sendable {
    package let rocAUC: Double
    /// The numbers of later customers, and of others, with such a Sunday.
    package let converted: Int
    package let others: Int
    /// The portals above zero on one of these Sundays.
    package let aboveZero: PureGroup?

    package init(rocAUC: Double, converted: Int, others: Int, aboveZero: PureGroup? = nil) {
        self.rocAUC = rocAUC
        self.converted = converted
        self.others = others
        self.aboveZero = aboveZero
    }

    /// The limit for the share of later customers among the portals above zero two horizons before a sale. A genuine
    /// column stays below it.
    private static let pure = 0.7

    var estimate: AUCEstimate {
        AUCEstimate(rocAUC, positives: Double(max(converted, 1)), negatives: Double(max(others, 1)))
    }

    /// Whether the column marks customers long before their sale, by its ROC-AUC interval or as a pure group.
    var givesAway: Bool { converted >= FeatureScan.leastPortals && (estimate.low > FeatureScan.limit || isPure) }

    /// Whether almost every portal above zero is a later customer.
    var isPure: Bool {
        guard let aboveZero, aboveZero.converted >= PureGroup.leastConverted else { return false }
        let all = Double(converted) / Double(max(converted + others, 1))
        return aboveZero.share.interval.low > max(Self.pure, 2 * all)
    }
}

/// How often a firmographic is missing among the portals that converted and among the others.
package struct MissingValues: Equatable, Sendable {
    package let name: String
    package let missingConverted: Int
    package let converted: Int
    package let missingOthers: Int
    package let others: Int
    /// Whether only portals with a usage row were counted.
    package let isOfPortalsInUse: Bool

    package init(
        name: String, missingConverted: Int, converted: Int, missingOthers: Int, others: Int,
        isOfPortalsInUse: Bool = true
    ) {
        self.name = name
        self.missingConverted = missingConverted
        self.converted = converted
        self.missingOthers = missingOthers
        self.others = others
        self.isOfPortalsInUse = isOfPortalsInUse
    }
}

/// Check 5: no single column gives the conversion away, neither by its value nor by being missing.
///
/// A firmographic is as of the extraction of the tables. One that is filled in after the sale therefore tells the model
/// about the sale: converted portals nearly always have it. Portals in use have more of everything, so the rates are
/// compared among portals in use if there are enough of them. Findings about columns that no model sees, such as the
/// order of the ids, are notes: `ids-and-order` proves on every run that neither the scores nor the list depend on
/// them.
package enum FeatureScan {
    /// The ROC-AUC above which a single column is reported.
    package static let limit = 0.95
    /// The ROC-AUC above which a usage column orders nearly all pairs of portals correctly. No behaviour does that.
    package static let certain = 0.999
    /// The number of converted portals below which a finding is only a warning, because it may be chance.
    package static let leastPortals = 10
    /// The limit for the difference of missing rates. The audit fails if the whole 95% interval lies beyond it.
    package static let failingDifference = 0.25
    /// The smallest reported difference of missing rates. It is a warning if its 99% interval excludes zero.
    package static let namedDifference = 0.05

    /// Judges the scanned columns and the missing values.
    ///
    /// - Parameters:
    ///   - missing: The missing values of each firmographic that models see.
    ///   - accepted: The columns whose findings are known.
    package static func check(
        _ columns: [ScannedColumn], missing: [MissingValues], accepted: Set<String>
    ) -> AuditCheck {
        guard let converted = columns.map(\.converted).max(), converted > 0,
            let best = columns.filter(\.kind.isSeen).max(by: isWeaker) ?? columns.max(by: isWeaker)
        else { return .skipped(.singleFeatures, "Not judged: no portal converted in the training period.") }
        var findings = columns.compactMap(separates) + missing.compactMap(tells)
        for index in findings.indices where accepted.contains(findings[index].subject) {
            guard findings[index].status == .failed else { continue }
            findings[index].status = .warning
            findings[index].advice = "Accepted by `audit.accepted`. " + findings[index].advice
        }
        return AuditCheck(
            .singleFeatures,
            summary:
                "\(columns.count) columns, alone, against the conversions of \(converted) portals; the strongest is "
                + "\(best.title) with a ROC-AUC of \(AuditText.decimal(best.rocAUC)), and the limit is \(limit).",
            numbers: ["columns": Double(columns.count), "converted": Double(converted), "strongest": best.rocAUC]
                .merging(columns.filter { $0.kind == .usage }.map(\.rocAUC).max().map { ["strongestUsage": $0] } ?? [:])
            {
                first, _ in first
            },
            findings: findings)
    }

    /// Orders columns by strength. Names are compared only to make the choice unique.
    private static func isWeaker(_ left: ScannedColumn, _ right: ScannedColumn) -> Bool {
        (left.rocAUC, right.name) < (right.rocAUC, left.name)
    }

    private static func separates(_ column: ScannedColumn) -> AuditCheck.Finding? {
        let auc = AUCEstimate(
            column.rocAUC, positives: Double(column.converted), negatives: Double(max(column.others, 1)))
        let all = Double(column.converted) / Double(max(column.converted + column.others, 1))
        let pure = column.purest.flatMap { $0.givesAway(all: all) ? $0 : nil }
        let isKnownEarly = column.early?.givesAway ?? false
        guard column.rocAUC > limit || pure != nil || isKnownEarly else { return nil }
        var advice =
            switch column.kind {
            case .usage where isKnownEarly || auc.value > certain:
                "Usage of this kind cannot know so much: see whether it is recorded, or dated, after the sale."
            case .usage:
                "It is as of its Sunday, which `future-deletion` proves, and it does not know customers long before their sale: "
                    + "people who are about to buy may well use a product like this. See whether it is recorded, or dated, "
                    + "after the sale."
            case .firmographic:
                "It is very likely filled in, or changed, by the sale. Leave it out of `firmographics` until it is known "
                    + "as of each snapshot."
            case .identifier:
                "No model sees an id, and the list is not ordered by it, which `ids-and-order` proves on every run. Ids look "
                    + "like this where customers and free portals are numbered apart."
            case .position:
                "No model sees it, and the list is not ordered by it. A file in the order of the sale looks like this."
            }
        // Usage is as of its Sunday, which `future-deletion` proves, and may well rise before a sale. It fails only if
        // it is near certain or marks customers long before.
        let isBeyondDoubt = column.kind != .usage || isKnownEarly || auc.value > certain
        let isFailure = column.converted >= leastPortals && isBeyondDoubt
        let status: AuditCheck.Status = !column.kind.isSeen ? .note : isFailure ? .failed : .warning
        if column.converted < leastPortals { advice = "With so few conversions this may be chance. " + advice }
        var text =
            "\(column.title) alone has a ROC-AUC of \(AuditText.decimal(auc.value)) (95% interval "
            + "\(AuditText.interval(auc.low, auc.high)); \(AuditText.count(column.converted, "converted portal")), "
            + "\(column.others) others)."
        var numbers = [
            "rocAUC": auc.value, "low": auc.low, "high": auc.high, "converted": Double(column.converted),
            "others": Double(column.others),
        ]
        if let pure {
            text +=
                " Of the portals at one end of its values \(AuditText.share(pure.share)) converted; of all portals "
                + "\(AuditText.percent(all)) did."
            numbers["pureConverted"] = Double(pure.converted)
            numbers["purePortals"] = Double(pure.portals)
        }
        if let early = column.early, isKnownEarly {
            text +=
                " Two horizons and more before their sale it tells \(AuditText.count(early.converted, "later customer")) "
                + "from \(early.others) others with a ROC-AUC of \(AuditText.decimal(early.rocAUC))."
            if early.isPure, let pure = early.aboveZero {
                text += " Of the portals above zero so early \(AuditText.share(pure.share)) became customers."
            }
            numbers["earlyROCAUC"] = early.rocAUC
            numbers["earlyConverted"] = Double(early.converted)
        }
        return AuditCheck.Finding(status, column.name, text: text, advice: advice, numbers: numbers)
    }

    private static func tells(_ missing: MissingValues) -> AuditCheck.Finding? {
        let converted = Share(count: missing.missingConverted, of: missing.converted)
        let others = Share(count: missing.missingOthers, of: missing.others)
        guard converted.of > 0, others.of > 0 else { return nil }
        let usual = converted.difference(from: others, z: 1.959964)
        let strict = converted.difference(from: others, z: 2.575829)
        let isClear = (strict.low > 0 || strict.high < 0) && abs(usual.value) >= namedDifference
        let least = max(usual.low, -usual.high)
        guard isClear else { return nil }
        let isFailure = least > failingDifference && missing.converted >= leastPortals
        let sign = usual.value < 0 ? "less" : "more"
        let (low, high) = usual.value < 0 ? (-usual.high, -usual.low) : (usual.low, usual.high)
        return AuditCheck.Finding(
            isFailure ? .failed : .warning, missing.name,
            text: (missing.isOfPortalsInUse ? "Among portals in use, " : "")
                + "\(ColumnTitle.described(missing.name)) is missing for \(AuditText.share(converted)) of the converted portals and for "
                + "\(AuditText.share(others)) of the others: \(AuditText.points(abs(usual.value))) percentage points \(sign) "
                + "(95% interval \(AuditText.points(low)) to \(AuditText.points(high))).",
            advice: isFailure
                ? "That it is there, or not, says who converted: it is very likely filled in after the sale. Leave it out "
                    + "of `firmographics`; where it is known to be filled in before, name it in `audit.accepted`."
                : "It may be filled in after the sale. Ask who fills it in and when; without it: leave it out of "
                    + "`firmographics`.",
            numbers: [
                "missingConverted": Double(missing.missingConverted), "converted": Double(missing.converted),
                "missingOthers": Double(missing.missingOthers), "others": Double(missing.others),
                "difference": usual.value, "low": usual.low, "high": usual.high,
            ])
    }
}
