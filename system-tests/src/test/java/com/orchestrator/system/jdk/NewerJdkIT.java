package com.orchestrator.system.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.orchestrator.launcher.os.Subprocess;
import com.orchestrator.launcher.os.Subprocess.Result;
import com.orchestrator.launcher.server.Installation;
import com.orchestrator.system.Built;
import com.orchestrator.system.CrashIT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Everything else of the build runs on one JDK. What has failed on another is done here on a newer one: a first start, which
 * leaves behind what makes the next ones quick, a second, which uses it, and servers that are killed.
 */
class NewerJdkIT {

    private static final Path WORK = Built.folder("newer-jdk");
    private static final Duration DEMO_LIMIT = Duration.ofMinutes(20);
    private static final Duration TESTS_LIMIT = Duration.ofMinutes(30);

    /** The whole of it has passed on the JDK of the build before; {@code -Djdk.all=true} does it here, too. */
    private static final List<String> SAMPLE = List.of("twoServers_oneKilled_loseAndDoubleNothing");

    private static final String NONE = "NOT TESTED on a newer JDK: there is none beside JDK "
            + Runtime.version().feature() + "; install one, or name it in ORCHESTRATOR_NEWER_JDK.";

    private NewerJdk jdk;

    @BeforeEach
    void find() {
        Optional<NewerJdk> found = NewerJdk.find();
        if (found.isEmpty()) {
            System.out.println(NONE);
        }
        assumeTrue(found.isPresent(), NONE);
        jdk = found.get();
    }

    @Test
    void firstAndSecondDemo() throws IOException {
        Installation installation = Built.install("newer-jdk/installation");
        Path quick = installation.home().resolve("quick.args");

        Result first = demo(installation, List.of("-Dorchestrator.rehearse=" + quick));
        assertThat(first.output()).contains("All orders ended as they should.", "Preparing quick starts");
        assertThat(first.exitCode()).isZero();
        assertThat(Files.readString(quick)).as("a cache was made").contains("-XX:");

        Result second = demo(installation, List.of("@" + quick));
        assertThat(second.output()).contains("All orders ended as they should.").doesNotContain("Preparing");
        assertThat(second.exitCode()).isZero();
    }

    /** As the script starts it. */
    private Result demo(Installation installation, List<String> options) {
        List<String> java = List.of(jdk.java(), "@" + installation.home().resolve("java.args"));
        List<String> main =
                List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "com.orchestrator.launcher.Main", "demo");
        return Subprocess.run(
                DEMO_LIMIT, Stream.of(java, options, main).flatMap(List::stream).toList());
    }

    @Test
    void serversThatAreKilled() {
        List<String> command = new ArrayList<>(List.of(
                jdk.java(),
                "-Xmx1g",
                "-Dsystem.work=" + WORK.resolve("crashes"),
                "-cp",
                System.getProperty("java.class.path"),
                RunTests.class.getName(),
                CrashIT.class.getName()));
        if (!Boolean.getBoolean("jdk.all")) {
            command.addAll(SAMPLE);
        }
        Result crashes = Subprocess.run(TESTS_LIMIT, command);

        assertThat(crashes.exitCode()).as(crashes.output()).isZero();
    }
}
