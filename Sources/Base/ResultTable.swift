/// A table of results, before it is shown in a terminal, in Markdown or in a page.
///
///     var table = ResultTable([.text("model"), .decimal("ROC-AUC", 3), .count("conversions")])
///     table.add("LightGBM", 0.9121, 1_230)
///     print(table.text())
package struct ResultTable: Equatable, Sendable {
    package struct Column: Equatable, Sendable {
        enum Format: Equatable, Sendable {
            case text, number, count
            case decimal(Int)
            case percent(Int)
        }

        package let title: String
        let format: Format

        /// Whether the cells are numbers, which are aligned to the right.
        package var isNumber: Bool { format != .text }

        package static func text(_ title: String) -> Self { Self(title: title, format: .text) }
        /// A column of numbers as they are given.
        package static func number(_ title: String) -> Self { Self(title: title, format: .number) }
        /// A column of whole numbers: `34,525`.
        package static func count(_ title: String) -> Self { Self(title: title, format: .count) }
        package static func decimal(_ title: String, _ places: Int) -> Self {
            Self(title: title, format: .decimal(places))
        }
        /// A column of shares: `2.3%`.
        package static func percent(_ title: String, _ places: Int = 1) -> Self {
            Self(title: title, format: .percent(places))
        }
    }

    package enum Cell: Equatable, Sendable {
        case text(String)
        case whole(Int)
        case number(Double)
        case estimate(Double, low: Double, high: Double)
        case missing
    }

    package let columns: [Column]
    package private(set) var rows: [[Cell]] = []

    package init(_ columns: [Column]) { self.columns = columns }

    /// - Parameter rows: Cells as they are shown.
    package init(_ columns: [Column], rows: [[String]]) {
        self.columns = columns
        self.rows = rows.map { $0.map(Cell.text) }
    }

    package mutating func add(_ cells: any TableValue...) { add(cells) }

    package mutating func add(_ cells: [any TableValue]) { rows.append(cells.map(\.cell)) }

    /// The cells as they are shown.
    package func texts(minus: Numbers.Minus = .sign) -> [[String]] {
        rows.map { row in zip(columns, row).map { Self.text($1, $0.format, minus) } }
    }

    private static func text(_ cell: Cell, _ format: Column.Format, _ minus: Numbers.Minus) -> String {
        func number(_ value: Double) -> String {
            switch format {
            case .decimal(let places): Numbers.decimal(value, places, minus: minus)
            case .percent(let places): Numbers.percent(value, places: places, minus: minus)
            case .text, .number, .count: "\(value)"
            }
        }
        switch cell {
        case .text(let text): return text
        case .whole(let value): return format == .count ? Numbers.count(value, minus: minus) : "\(value)"
        case .number(let value): return number(value)
        case .estimate(let value, let low, let high): return "\(number(value)) [\(number(low)), \(number(high))]"
        case .missing: return "–"
        }
    }
}

/// What a cell of a table can be made of; nil is a dash.
package protocol TableValue {
    var cell: ResultTable.Cell { get }
}

extension ResultTable.Cell: TableValue { package var cell: ResultTable.Cell { self } }
extension String: TableValue { package var cell: ResultTable.Cell { .text(self) } }
extension Int: TableValue { package var cell: ResultTable.Cell { .whole(self) } }
extension Double: TableValue { package var cell: ResultTable.Cell { .number(self) } }

extension Optional: TableValue where Wrapped: TableValue {
    package var cell: ResultTable.Cell { self?.cell ?? .missing }
}
