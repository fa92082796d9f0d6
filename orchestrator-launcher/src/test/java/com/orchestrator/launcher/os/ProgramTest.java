package com.orchestrator.launcher.os;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.launcher.os.Subprocess.Result;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgramTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Begins something and then does what it is told. */
    static final class Ends {

        private Ends() {}

        public static void main(String[] words) {
            Program.run(started -> {
                started.open(() -> () -> System.out.println("stopped"));
                started.codeWhenStopped(7);
                return end(words[0]);
            });
        }

        private static int end(String how) throws IOException {
            return switch (how) {
                case "refused" -> throw new LaunchException("There is no such thing.");
                case "broken" -> throw new IOException("The disk is gone.");
                case "never" -> forEver();
                default -> Integer.parseInt(how);
            };
        }

        private static int forEver() {
            try {
                System.out.println("up");
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return 0;
        }
    }

    @Test
    void itsOwnEnd_givesItsCode_andStopsWhatItHasStarted() {
        assertThat(ends("0").exitCode()).isZero();
        assertThat(ends("3").exitCode()).isEqualTo(3);
        assertThat(ends("3").output()).isEqualToIgnoringNewLines("stopped");
    }

    @Test
    void launchException_isSaidInItsOwnWords() {
        assertThat(ends("refused").exitCode()).isEqualTo(Program.FAILED);
        assertThat(ends("refused").output().lines()).containsExactly("There is no such thing.", "stopped");
    }

    @Test
    void anyOtherException_showsWhereItComesFrom() {
        assertThat(ends("broken").exitCode()).isEqualTo(Program.FAILED);
        assertThat(ends("broken").output()).contains("The disk is gone.", "at " + Ends.class.getName(), "stopped");
    }

    @Test
    void signal_stopsWhatIsStarted_andGivesTheCodeForThat() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command("never")).start();
        try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(said.readLine()).isEqualTo("up");
            // Not by the process itself, which would close what it says.
            process.toHandle().destroy();
            assertThat(said.readLine()).isEqualTo("stopped");
            assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(7);
        } finally {
            process.destroyForcibly();
        }
    }

    private static Result ends(String how) {
        return Subprocess.run(LIMIT, command(how));
    }

    private static List<String> command(String how) {
        return List.of(
                Subprocess.java(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Ends.class.getName(),
                how);
    }
}
