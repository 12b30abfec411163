package import Yams

/// Entries of a section beside its keys: the parameters of a library, which knows their names.
package struct OtherSettings<Root: Sendable>: Sendable {
    /// The main name of an entry under any of its names, such as `num_iterations` for `n_estimators`; nil: there is none.
    package let key: @Sendable (String) -> String?
    /// The known name that is nearest to another; nil where none is near.
    package let nearest: @Sendable (String) -> String?
    /// Reads an entry into the configuration, or notes what is wrong with it.
    package let read: @Sendable (String, Node, inout Root, inout ValueReading) -> Void
    /// The entries of a configuration as YAML, in the order of their names.
    package let write: @Sendable (Root) -> [(name: String, value: String)]

    package init(
        key: @escaping @Sendable (String) -> String?, nearest: @escaping @Sendable (String) -> String?,
        read: @escaping @Sendable (String, Node, inout Root, inout ValueReading) -> Void,
        write: @escaping @Sendable (Root) -> [(name: String, value: String)]
    ) {
        self.key = key
        self.nearest = nearest
        self.read = read
        self.write = write
    }

    func lifted<Whole>(to part: any WritableKeyPath<Whole, Root> & Sendable) -> OtherSettings<Whole> {
        OtherSettings<Whole>(
            key: key, nearest: nearest,
            read: { name, node, whole, reading in read(name, node, &whole[keyPath: part], &reading) },
            write: { whole in write(whole[keyPath: part]) })
    }
}
