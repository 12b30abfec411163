import Testing

@testable import Spark

/// What is left of Spark's logs when a job fails. The lines are from Spark 4.1.
@Suite struct SparkFailureTests {
    @Test(arguments: [
        (
            """
            26/11/25 07:47:48 WARN NativeCodeLoader: Unable to load native-hadoop library for your platform
            [PATH_NOT_FOUND] Path does not exist: file:/data/usage.csv. SQLSTATE: 42K03
            org.apache.spark.sql.AnalysisException: [PATH_NOT_FOUND] Path does not exist: file:/data/usage.csv. SQLSTATE: 42K03
            \tat org.apache.spark.sql.errors.QueryCompilationErrors$.dataPathNotExistError(QueryCompilationErrors.scala:1703)
            """,
            "[PATH_NOT_FOUND] Path does not exist: file:/data/usage.csv.",
            "Every machine of the cluster must see sources.usage under the same path."
        ),
        (
            """
            Setting default log level to "WARN".
            26/11/25 07:50:01 ERROR Executor: Exception in task 0.0 in stage 1.0 (TID 1)
            org.apache.spark.SparkException: [TASK_WRITE_FAILED] Task failed while writing rows to file:/staging. SQLSTATE: 58030
            \tat org.apache.spark.sql.errors.QueryExecutionErrors$.taskFailedWhileWritingRowsError(X.scala:776)
            Caused by: java.io.IOException: No space left on device
            \tat java.base/java.io.FileOutputStream.writeBytes(Native Method)
            """,
            "IOException: No space left on device.",
            "Give the staging area or Spark's spark.local.dir more room."
        ),
        (
            """
            Exception in thread "main" org.apache.spark.SparkException: Could not parse Master URL: 'nonsense'
            \tat org.apache.spark.SparkContext$.org$apache$spark$SparkContext$$createTaskScheduler(SparkContext.scala:3212)
            """,
            "SparkException: Could not parse Master URL: 'nonsense'.",
            "Set spark.master to an address that Spark knows, such as local[4] or yarn."
        ),
        (
            "JAVA_HOME is not set", "JAVA_HOME is not set.",
            "Install a Java 17 runtime (Debian: apt-get install openjdk-17-jre-headless), or set JAVA_HOME to one."
        ),
        (
            """
            26/11/25 07:50:01 WARN TaskSetManager: Lost task 0.0
            java.lang.OutOfMemoryError: Java heap space
            26/11/25 07:50:02 ERROR SparkUncaughtExceptionHandler: Uncaught exception in thread
            """,
            "OutOfMemoryError: Java heap space.",
            "Raise spark.executor.memory or spark.driver.memory in spark.settings, or spark.partitions."
        ),
        ("", "it ended without a message.", nil),
        ("Something else.\n\n", "Something else.", nil),
    ])
    func theLineThatMatters(log: String, reason: String, remedy: String?) {
        let failure = SparkFailure(log: log.split(separator: "\n").map(String.init))
        #expect(failure.reason == reason)
        #expect(failure.remedy == remedy)
    }

    @Test func progress() {
        let line = "[Stage 3:===>        (12 + 2) / 200][Stage 5:>                (0 + 0) / 4]"
        #expect(SparkStageProgress(line)?.detail == "stage 5: 0 of 4 tasks, 0 running")
        #expect(SparkStageProgress("[Stage 0:>   (1 + 2) / 4]")?.completed == 1)
        for other in ["", "[Stage x]", "26/11/25 WARN [Stage 0] lost", "[PATH_NOT_FOUND] (1 + 2) / 3"] {
            #expect(SparkStageProgress(other) == nil)
        }
    }
}
