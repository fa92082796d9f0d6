package com.orchestrator.system.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.orchestrator.launcher.os.Subprocess;
import com.orchestrator.launcher.os.Subprocess.Result;
import com.orchestrator.launcher.server.Installation;
import com.orchestrator.launcher.server.Rehearsal;
import com.orchestrator.system.Built;
import com.orchestrator.system.CrashIT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Everything else of the build runs on one JDK. What has failed on another is done here on a newer one, with {@code -Djdk.newer=true}: a
 * first start, which leaves behind what makes the next ones quick, and a second that takes it. {@code -Djdk.all=true} has both as the script
 * starts them, and servers killed in every way.
 */
class NewerJdkIT {

    private static final Path WORK = Built.folder("newer-jdk");
    private static final Duration DEMO_LIMIT = Duration.ofMinutes(20);
    private static final Duration TESTS_LIMIT = Duration.ofMinutes(30);

    private static final boolean IS_WHOLE = Boolean.getBoolean("jdk.all");
    private static final boolean IS_WANTED = IS_WHOLE || Boolean.getBoolean("jdk.newer");

    private static final String ENDED = "All orders ended as they should.";
    private static final String UNWANTED = "NOT TESTED on a newer JDK: -Djdk.newer=true does.";
    private static final String NONE = "NOT TESTED on a newer JDK: there is none beside JDK "
            + Runtime.version().feature() + "; install one, or name it in ORCHESTRATOR_NEWER_JDK.";

    private NewerJdk jdk;

    @BeforeEach
    void find() {
        assumeTrue(IS_WANTED, UNWANTED);
        Optional<NewerJdk> found = NewerJdk.find();
        if (found.isEmpty()) {
            System.out.println(NONE);
        }
        assumeTrue(found.isPresent(), NONE);
        jdk = found.get();
    }

    @Test
    void whatAFirstStartLeavesBehind_isGoodForTheNext() throws IOException {
        Installation installation = Built.install("newer-jdk/installation");
        Path quick = installation.home().resolve("quick.args");

        Result first = IS_WHOLE
                ? demo(installation, List.of("-Dorchestrator.rehearse=" + quick))
                : start(installation, List.of(), Rehearsal.class.getName(), quick.toString());
        assertThat(first.output()).contains("Preparing quick starts");
        assertThat(first.exitCode()).isZero();
        assertThat(Files.readString(quick)).as("a cache was made").contains("-XX:");
        assertThat(Files.readString(installation.home().resolve("quick.args.log")))
                .contains(ENDED);

        Result second = demo(installation, List.of("@" + quick));
        assertThat(second.output()).contains(ENDED).doesNotContain("Preparing");
        assertThat(second.exitCode()).isZero();
        if (IS_WHOLE) {
            assertThat(first.output()).contains(ENDED);
            Result crashes = crashes(installation);
            assertThat(crashes.exitCode()).as(crashes.output()).isZero();
        }
    }

    private Result demo(Installation installation, List<String> options) {
        return start(installation, options, "com.orchestrator.launcher.Main", "demo");
    }

    /** As the script does. */
    private Result start(Installation installation, List<String> options, String... main) {
        List<String> java = List.of(
                jdk.java(),
                "@" + installation.home().resolve("java.args"),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC");
        return Subprocess.run(
                DEMO_LIMIT,
                Stream.of(java, options, List.of(main)).flatMap(List::stream).toList());
    }

    private Result crashes(Installation installation) {
        return Subprocess.run(
                TESTS_LIMIT,
                List.of(
                        jdk.java(),
                        "-Xmx1g",
                        "-Dsystem.work=" + WORK.resolve("crashes"),
                        "-Dsystem.installation=" + installation.home(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        RunTests.class.getName(),
                        CrashIT.class.getName()));
    }
}
