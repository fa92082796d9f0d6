package com.orchestrator.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.launcher.os.Subprocess;
import com.orchestrator.launcher.os.Subprocess.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script in a repository of its own, with a JDK and a Maven that only say what they are asked to do. */
class ScriptTest {

    private static final Path SCRIPT = Path.of("..", "orchestrator");

    /** Makes what the launcher module's build makes. */
    private static final String MAVEN = """
            #!/bin/sh
            echo "MAVEN $*"
            echo "[INFO] Building Orchestrator engine                  [4/10]"
            yes "Downloaded from somewhere: x" | head -n 150
            mkdir -p orchestrator-launcher/target/dist/lib
            : >orchestrator-launcher/target/orchestrator-launcher-1.jar
            : >orchestrator-launcher/target/dist/payara-micro.jar
            mkdir -p orchestrator-cli/target orchestrator-ui/generated
            : >orchestrator-cli/target/orchestrator-cli-1-orc.jar
            : >orchestrator-ui/generated/schema.d.ts
            case "$*" in
                *orchestrator-etl*)
                    mkdir -p orchestrator-etl/target/lib
                    : >orchestrator-etl/target/orchestrator-etl-1.jar
                    : >orchestrator-etl/target/lib/orchestrator-connectors-1.jar
                    : >orchestrator-etl/target/lib/duckdb_jdbc-1.jar
                    ;;
            esac
            """;

    /** Copies what was built when asked to, else says how it was called. */
    private static final String JAVA = """
            #!/bin/sh
            case "$*" in
                *server.Installation*) mkdir -p "$7" && : >"$7/java.args" ;;
                *) echo "JAVA $*" ;;
            esac
            """;

    @TempDir
    private Path repository;

    @BeforeEach
    void layOut() throws IOException {
        Files.copy(SCRIPT, repository.resolve("orchestrator"));
        program("jdk/bin/java", JAVA);
        program("jdk/bin/javac", "#!/bin/sh\n");
        program("bin/mvn", MAVEN);
        file("jdk/release", "JAVA_VERSION=\"21.0.1\"\n");
        file("pom.xml", "<project>\n    <version>1.2.3</version>\n</project>\n");
        program("orchestrator-cli/src/main/scripts/orc", "#!/bin/sh\necho \"ORC $ORC_PROGRAM of $JAVA_HOME: $*\"\n");
        file("orchestrator-engine/src/main/java/A.java", "class A {}");
        file("orchestrator-engine/src/main/java/B.java", "class B {}");
        file("orchestrator-engine/src/test/java/ATest.java", "class ATest {}");
        file("orchestrator-ui/src/api/client.ts", "export {}");
    }

    @Test
    void buildsWhatIsMissingAndThenRunsTheLauncher() throws IOException {
        Result first = script("dev", "--port", "1234").orThrow("script");

        assertThat(first.output())
                .contains(
                        "it has not been built yet",
                        "  Orchestrator engine                  [4/10]",
                        "  100 files downloaded")
                .containsPattern("JAVA @.*com\\.orchestrator\\.launcher\\.Main dev --port 1234");
        assertThat(Files.readString(repository.resolve(".orchestrator/build.log")))
                .contains("MAVEN -B -Dstyle.color=never -Dmaven.test.skip"
                        + " -pl orchestrator-bench,orchestrator-conformance,orchestrator-cli -am package");
    }

    @Test
    void buildsAgainOnlyWhenASourceIsNewer() throws IOException {
        script("dev");
        long start = System.nanoTime();
        assertThat(script("dev").output()).doesNotContain("Building,");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));

        makeNewer("orchestrator-engine/src/test/java/ATest.java", 60);
        assertThat(script("dev").output()).doesNotContain("Building,");

        makeNewer("orchestrator-engine/src/main/java/A.java", 60);
        assertThat(script("dev").output()).contains("A.java is newer than the last build");
    }

    /** Its library is large; who does without it shall not wait for it. */
    @Test
    void buildsExtractAndLoadWhenItIsCalled() throws IOException {
        assertThat(script("dev").output()).doesNotContain("orchestrator-etl");

        assertThat(script("etl-worker").output())
                .contains("extract-and-load has not been built yet")
                .containsPattern("JAVA .*-cp .*/etl/\\* com\\.orchestrator\\.etl\\.EtlWorkerMain");
        assertThat(repository.resolve(".orchestrator/builds/" + build() + "/etl"))
                .isDirectoryContaining(file -> file.endsWith("duckdb_jdbc-1.jar"))
                .isDirectoryContaining(file -> file.endsWith("orchestrator-etl-1.jar"));
        assertThat(script("etl-worker").output()).doesNotContain("Building,");
    }

    /** Its own help, too: nobody says the same twice. */
    @Test
    void leavesTheWordsOfTheCommandLineToIt() throws IOException {
        String jdk = repository.resolve("jdk").toString();
        assertThat(script("instance", "list", "a b").output())
                .contains("it has not been built yet", "ORC ./orchestrator of " + jdk + ": instance list a b");
        assertThat(script("help", "start").output()).contains(": help start");
        assertThat(script("start", "--help").output()).contains(": start --help");
        assertThat(script("server", "health").output()).contains(": server health");
        assertThat(script("help").output())
                .contains(
                        "  workflow instance ",
                        "server health|info|config|quotas|outboxes|encryption|rewrap|retire-key|metrics;");
        assertThat(script("server", "--port", "1").output()).contains("JAVA ").doesNotContain("ORC ");
    }

    @Test
    void noticesADeletedSource() throws IOException {
        script("dev");
        Files.delete(repository.resolve("orchestrator-engine/src/main/java/B.java"));
        makeNewer("orchestrator-engine/src/main/java", 60);

        assertThat(script("dev").output()).contains("Building,");
    }

    @Test
    void buildsAgainAfterABuildThatFailed() throws IOException {
        program("bin/mvn", "#!/bin/sh\necho '[ERROR] no such thing'\nexit 1\n");
        assertThat(script("dev").exitCode()).isEqualTo(1);
        assertThat(script("dev").output()).contains("The build failed", "/build.log says", "no such thing");
        program("bin/mvn", MAVEN);
        assertThat(script("dev").output()).contains("Building,", "JAVA @");
    }

    @Test
    void usesWhatARehearsalHasFoundOutForThisJdk() throws IOException {
        assertThat(script("dev").output()).contains("-Dorchestrator.rehearse=");
        String release = Subprocess.run(
                        Duration.ofSeconds(10),
                        List.of("sh", "-c", "cksum <'" + repository + "/jdk/release' | tr -d ' '"))
                .output()
                .strip();
        String options = ".orchestrator/builds/" + build() + "/jdk-" + release + ".args";
        file(options, "");
        assertThat(script("dev").output())
                .contains(" @" + repository.toRealPath().resolve(options))
                .doesNotContain("-Dorchestrator.rehearse=");

        file("jdk/release", "JAVA_VERSION=\"25.0.3\"\n");
        assertThat(script("dev").output()).contains("-Dorchestrator.rehearse=");
    }

    @Test
    void keepsABuildWhileItIsUsed() throws IOException {
        script("dev");
        String first = build();
        file(
                ".orchestrator/builds/" + first + "/used-by-"
                        + ProcessHandle.current().pid(),
                "");
        makeNewer("orchestrator-engine/src/main/java/A.java", 60);
        script("dev");
        String second = build();
        makeNewer("orchestrator-engine/src/main/java/A.java", 120);
        script("dev");

        assertThat(repository.resolve(".orchestrator/builds"))
                .isDirectoryContaining(file -> file.endsWith(first))
                .isDirectoryContaining(file -> file.endsWith(build()))
                .isDirectoryNotContaining(file -> file.endsWith(second));
    }

    @Test
    void oneBuildsAndTheOthersWait() {
        var starts = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> script("dev").output()))
                .limit(4)
                .toList();
        List<String> outputs = starts.stream().map(CompletableFuture::join).toList();

        assertThat(outputs).allMatch(output -> output.contains("JAVA @"));
        assertThat(outputs.stream().filter(output -> output.contains("Building,")))
                .hasSize(1);
    }

    @Test
    void aLockOfADeadProcessDoesNotCount() throws IOException {
        file(".orchestrator/lock", "999999999\n");

        assertThat(script("dev").output()).contains("JAVA @");
    }

    @Test
    void everyCommandSaysWhatItUnderstandsAtOnce() {
        for (String command :
                List.of("demo", "dev", "server", "bench", "conformance", "lint", "db", "test-tools", "version")) {
            long start = System.nanoTime();
            Result help = script(command, "--help").orThrow(command);

            assertThat(help.output()).contains("\n  " + command).doesNotContain("MAVEN", "JAVA", "Building");
            assertThat(script("help", command).output()).startsWith("  " + command);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void lintsWithTheEngineOfTheServer() {
        assertThat(script("lint", "a b.yaml", "c.yaml").output())
                .containsPattern(
                        "JAVA .*@.*/java\\.args com\\.orchestrator\\.launcher\\.LintCommand a b\\.yaml c\\.yaml");
    }

    @Test
    void generatesMigrationsWithWhatWasBuilt() {
        assertThat(script("db", "generate", "--adapter", "mysql").output())
                .containsPattern("JAVA .*com\\.orchestrator\\.launcher\\.DbCommand generate --adapter mysql");
    }

    /** Two options of which one is wrong at each kernel; the user's own still come last. */
    @Test
    void serversAskForLargePagesWhereTheKernelGivesThemToThoseWhoAsk() throws IOException {
        Path kernel = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
        boolean isGiven = Files.exists(kernel) && Files.readString(kernel).contains("[madvise]");

        String server = script("server").orThrow("script").output();
        assertThat(server.contains("-Xmx640m -XX:+UseTransparentHugePages ")).isEqualTo(isGiven);
        assertThat(script("demo").output()).doesNotContain("HugePages");
    }

    @Test
    void passesOverAJdkThatIsTooOld() throws IOException {
        file("jdk/release", "JAVA_VERSION=\"1.8.0_402\"\n");

        assertThat(script("dev").output()).doesNotContain("JAVA @" + repository);
    }

    @Test
    void saysHowItIsUsedWhenItDoesNotUnderstand() {
        assertThat(script("fly").exitCode()).isEqualTo(2);
        assertThat(script("fly").output()).contains("There is no command 'fly'.", "Usage: ./orchestrator");
        assertThat(script().exitCode()).isEqualTo(2);
        assertThat(script("help").exitCode()).isZero();
        assertThat(script("version").output()).isEqualTo("orchestrator 1.2.3\n");
    }

    private Result script(String... words) {
        String path = repository.resolve("bin") + ":" + System.getenv("PATH");
        List<String> environment = List.of("env", "JAVA_HOME=" + repository.resolve("jdk"), "PATH=" + path);
        List<String> command = Subprocess.concat(
                Subprocess.concat(
                        environment, repository.resolve("orchestrator").toString()),
                words);
        return Subprocess.run(Duration.ofSeconds(60), command);
    }

    /** The copy that runs now. */
    private String build() {
        try {
            return Files.readString(repository.resolve("orchestrator-launcher/target/dist/.built"))
                    .strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void makeNewer(String name, int seconds) throws IOException {
        Path file = repository.resolve(name);
        Instant marker = Files.getLastModifiedTime(repository.resolve("orchestrator-launcher/target/dist/.built"))
                .toInstant();
        Files.setLastModifiedTime(file, FileTime.from(marker.plusSeconds(seconds)));
    }

    private void program(String name, String text) throws IOException {
        file(name, text);
        Files.setPosixFilePermissions(repository.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void file(String name, String text) throws IOException {
        Path file = repository.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
