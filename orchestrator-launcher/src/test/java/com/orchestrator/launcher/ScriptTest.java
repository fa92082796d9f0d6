package com.orchestrator.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.launcher.os.Subprocess;
import com.orchestrator.launcher.os.Subprocess.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
            mkdir -p orchestrator-launcher/target/dist/lib
            : >orchestrator-launcher/target/orchestrator-launcher-1.jar
            : >orchestrator-launcher/target/dist/payara-micro.jar
            """;

    /** Explodes Payara when asked to, else says how it was called. */
    private static final String JAVA = """
            #!/bin/sh
            case "$*" in
                *PayaraInstall*) mkdir -p "$5" && : >"$5/java.args" ;;
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
        file("orchestrator-engine/src/main/java/A.java", "class A {}");
        file("orchestrator-engine/src/main/java/B.java", "class B {}");
        file("orchestrator-engine/src/test/java/ATest.java", "class ATest {}");
    }

    @Test
    void buildsWhatIsMissingAndThenRunsTheLauncher() {
        Result first = script("dev", "--port", "1234").orThrow("script");

        assertThat(first.output())
                .contains(
                        "it has not been built yet",
                        "MAVEN -q -B -Dstyle.color=never -Dmaven.test.skip"
                                + " -pl orchestrator-bench,orchestrator-conformance -am package")
                .containsPattern("JAVA @.*com\\.orchestrator\\.launcher\\.Main dev --port 1234");
    }

    @Test
    void buildsAgainOnlyWhenASourceIsNewer() throws IOException {
        script("dev");
        long start = System.nanoTime();
        assertThat(script("dev").output()).doesNotContain("MAVEN");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));

        makeNewer("orchestrator-engine/src/test/java/ATest.java", 60);
        assertThat(script("dev").output()).doesNotContain("MAVEN");

        makeNewer("orchestrator-engine/src/main/java/A.java", 60);
        assertThat(script("dev").output()).contains("A.java is newer than the last build", "MAVEN");
    }

    @Test
    void noticesADeletedSource() throws IOException {
        script("dev");
        Files.delete(repository.resolve("orchestrator-engine/src/main/java/B.java"));
        makeNewer("orchestrator-engine/src/main/java", 60);

        assertThat(script("dev").output()).contains("MAVEN");
    }

    @Test
    void buildsAgainAfterABuildThatFailed() throws IOException {
        program("bin/mvn", "#!/bin/sh\nexit 1\n");
        assertThat(script("dev").exitCode()).isEqualTo(1);
        program("bin/mvn", MAVEN);
        assertThat(script("dev").output()).contains("MAVEN", "JAVA @");
    }

    @Test
    void usesTheArchiveOfClassesWhileItFitsTheJars() throws IOException {
        assertThat(script("dev").output()).contains("-Dorchestrator.cds.record=");
        String release = Subprocess.run(
                        Duration.ofSeconds(10),
                        List.of("sh", "-c", "cksum <'" + repository + "/jdk/release' | tr -d ' '"))
                .output()
                .strip();
        file(".orchestrator/cache/classes-" + release + ".jsa", "");
        assertThat(script("dev").output()).contains("-XX:SharedArchiveFile=").doesNotContain("cds.record");

        makeNewer("orchestrator-launcher/target/orchestrator-launcher-1.jar", 60);
        assertThat(script("dev").output()).contains("-Dorchestrator.cds.record=");
    }

    @Test
    void lintsWithTheEngineOfTheServer() {
        assertThat(script("lint", "a b.yaml", "c.yaml").output())
                .containsPattern(
                        "JAVA .*WEB-INF/lib/\\* com\\.orchestrator\\.launcher\\.LintCommand a b\\.yaml c\\.yaml");
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
