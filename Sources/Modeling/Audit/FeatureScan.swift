internal import Snapshots
internal import Sources

/// How well one column, alone, tells the conversions from the rest.
package struct ScannedColumn: Equatable, Sendable {
    package enum Kind: String, Sendable {
        /// A feature of usage, as of its Sunday.
        case usage
        /// A firmographic, as of the extraction of the tables.
        case firmographic
        /// Something of the id, which no model sees and nothing is ordered by.
        case identifier
        /// The place of the portal's row in its file, which no model sees.
        case position

        /// True for a feature that the models are trained on.
        var isSeen: Bool { self == .usage || self == .firmographic }
    }

    package let name: String
    package let kind: Kind
    /// 0.5 or more: the better of the column and its mirror image.
    package let rocAUC: Double
    /// Portals that converted, and others, behind it.
    package let converted: Int
    package let others: Int
    /// The values among which most portals converted; nil for usage, and where too few converted.
    package let purest: PureGroup?
    /// How well a feature of usage tells later customers from others long before their sale; nil where it cannot be measured.
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

    /// The column in words, with its name in brackets; what is made of the id is a phrase already.
    package var title: String {
        switch kind {
        case .usage, .firmographic: ColumnTitle.described(name)
        case .identifier, .position: name
        }
    }

    /// The ROC-AUC of a column in its better direction, missing values being below or above all others.
    ///
    /// - Parameter values: NaN for a missing value.
    /// - Returns: nil where a class is missing.
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

/// How well a column tells portals that converted later, on Sundays at least two horizons before their sale, from those that
/// never did.
///
/// Honest usage rises towards the sale. A column that knows a customer long before is written by the sale.
package struct EarlySeparation: Equatable, Sendable {
    package let rocAUC: Double
    /// Later customers, and others, with such a Sunday.
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

    /// An honest column stays below this share of later customers among the portals above zero two horizons before a sale.
    private static let pure = 0.7

    var estimate: AUCEstimate {
        AUCEstimate(rocAUC, positives: Double(max(converted, 1)), negatives: Double(max(others, 1)))
    }

    /// True where the column names customers long before their sale: by its interval of ROC-AUC, or as a pure group.
    var givesAway: Bool { converted >= FeatureScan.leastPortals && (estimate.low > FeatureScan.limit || isPure) }

    /// True where almost every portal above zero is a later customer.
    var isPure: Bool {
        guard let aboveZero, aboveZero.converted >= PureGroup.leastConverted else { return false }
        let all = Double(converted) / Double(max(converted + others, 1))
        return aboveZero.share.interval.low > max(Self.pure, 2 * all)
    }
}

/// How often a firmographic is missing, for portals that converted and for the others.
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
/// A firmographic is as of the extraction of the tables, so one that is filled in after the sale tells the model of the
/// sale. Its mark is that converted portals nearly always have it. Portals in use have more of everything, so the rates
/// are compared among portals in use where these are enough. What no model sees, such as the order of the ids, is a note:
/// `ids-and-order` proves on every run that neither a score nor the list depends on it.
package enum FeatureScan {
    /// Above it a column alone is named.
    package static let limit = 0.95
    /// Above it a column of usage leaves next to no pair of portals in the wrong order, as no behaviour does.
    package static let certain = 0.999
    /// With fewer converted portals a finding is a warning: it may be chance.
    package static let leastPortals = 10
    /// A difference of missing rates whose 95% interval lies wholly beyond it fails the audit.
    package static let failingDifference = 0.25
    /// A difference from here on, whose 99% interval does not reach zero, is a warning.
    package static let namedDifference = 0.05

    /// - Parameters:
    ///   - missing: of each firmographic that models see.
    ///   - accepted: columns whose findings are known.
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

    /// Names are only compared to make the choice unique.
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
        // Usage is as of its Sunday, which `future-deletion` proves, and may well rise before a sale. It fails where it is
        // certain, or knows customers long before.
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
