internal import Base
package import Yams

/// What is wrong with a value: the rest of the sentence that its key begins.
package struct ValueIssue {
    /// The part of the value that is meant, such as `.REGION`; empty: the whole.
    package var subpath = ""
    /// `must be a whole number from 1 to 366, not 'thirty'`.
    package let predicate: String
    package var remedy: String?
    package let mark: Mark?
}

/// The reading of one value: the folder of its paths, what is expected of it, and what is wrong with it.
package struct ValueReading {
    package let folder: BaseFolder
    /// Completes "the key must be …".
    package let expectation: String
    package private(set) var issues: [ValueIssue] = []

    package init(folder: BaseFolder, expectation: String) {
        self.folder = folder
        self.expectation = expectation
    }

    /// Notes that a value is not what it must be.
    ///
    /// - Parameters:
    ///   - node: The value, or the part of it that is wrong.
    ///   - subpath: The name of that part, with its dot.
    ///   - expectation: What that part must be; nil: what the whole must be.
    ///   - found: What it is instead; nil: found from the node.
    ///   - remedy: What to do; nil: found from the node.
    package mutating func reject(
        _ node: Node, at subpath: String = "", expectation: String? = nil, found: String? = nil, remedy: String? = nil
    ) {
        issues.append(
            ValueIssue(
                subpath: subpath, predicate: "must be \(expectation ?? self.expectation), \(found ?? node.found)",
                remedy: remedy, mark: node.mark))
    }

    /// Notes a key of a mapping that has no meaning there.
    package mutating func rejectKey(_ key: Node, at subpath: String, known: [String]) {
        let name = key.string ?? ""
        issues.append(
            ValueIssue(
                subpath: "\(subpath).\(name)", predicate: "is not a known key",
                remedy: known.nearest(to: name).map { "The nearest known key is '\($0)'." }, mark: key.mark))
    }

    /// Reads a text that is not empty.
    package mutating func text(_ node: Node, at subpath: String = "", expectation: String? = nil) -> String? {
        if let text = node.text, !text.isEmpty { return text }
        let isOtherScalar = node.scalar != nil && node.text == nil && !node.isNull
        reject(
            node, at: subpath, expectation: expectation, found: node.text == nil ? nil : "but is empty",
            remedy: isOtherScalar ? "Put it in quotes if that is the text you mean." : nil)
        return nil
    }

    /// Reads a whole number of a range.
    package mutating func wholeNumber(_ node: Node, in range: ClosedRange<Int>) -> Int? {
        if let number = node.wholeNumber, range.contains(number) { return number }
        reject(node, remedy: node.isQuotedNumber ? "Remove the quotes." : nil)
        return nil
    }
}
