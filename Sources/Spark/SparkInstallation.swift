internal import Foundation

/// A Spark installation on this machine that knows the user's cluster.
package struct SparkInstallation: Equatable, Sendable {
    /// The program that runs SQL scripts.
    package let program: String
    /// The installation's folder, or nil if the program was found on the path and knows its folder itself.
    package let home: String?

    /// Finds Spark in a configured folder, else in SPARK_HOME, else on the path.
    ///
    /// - Throws: `SparkError` if there is none. A named folder must contain it.
    package static func find(home: String?, environment: [String: String]) throws(SparkError) -> SparkInstallation {
        for (name, folder) in [("spark.home", home), ("SPARK_HOME", environment["SPARK_HOME"])] {
            guard let folder, !folder.isEmpty else { continue }
            let program = folder + "/bin/spark-sql"
            guard FileManager.default.isExecutableFile(atPath: program) else {
                throw .notFound(["'\(program)' (\(name))"])
            }
            return SparkInstallation(program: program, home: folder)
        }
        let folders = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
        for folder in folders where FileManager.default.isExecutableFile(atPath: folder + "/spark-sql") {
            return SparkInstallation(program: folder + "/spark-sql", home: nil)
        }
        throw .notFound(["spark.home", "SPARK_HOME", "the PATH"])
    }
}
