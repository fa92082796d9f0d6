package com.orchestrator.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.launcher.os.Subprocess;
import com.orchestrator.launcher.os.Subprocess.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that finds what tests need, on a machine whose Node, npm, apt-get and user are made up. */
class TestToolsTest {

    private static final Path SCRIPT = Path.of("..", "config", "test-tools.sh").toAbsolutePath();

    @TempDir
    private Path machine;

    @BeforeEach
    void layOut() throws IOException {
        program("npm", "exit 0");
        program("apt-get", "touch '" + machine + "/asked'; echo 'E: no such package'; exit 100");
        program("id", "echo 1000");
    }

    @Test
    void whatIsThere_isNamedByItsPath() throws IOException {
        program("node", "echo 22.3.0");

        Result found = tools("node");

        assertThat(found.exitCode()).isZero();
        assertThat(found.output()).isEqualTo(machine.resolve("node") + "\n");
    }

    @Test
    void whatIsTooOld_isOneSentence_forWhoMayInstallNothing() throws IOException {
        program("node", "echo 20.9.1");

        Result refused = tools("node");

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.output().lines())
                .singleElement()
                .asString()
                .startsWith("The tests need Node 20.19 or newer")
                .contains("apt-get install", "nodejs npm");
        assertThat(machine.resolve("asked")).doesNotExist();
    }

    @Test
    void whatNobodyKnows_isSaid() {
        Result refused = tools("emacs");

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.output()).contains("no tool 'emacs'", "rabbitmq, mariadb, chromium and node");
    }

    private Result tools(String... words) {
        List<String> onMachine = List.of("env", "PATH=" + machine + ":" + System.getenv("PATH"), SCRIPT.toString());
        return Subprocess.run(Duration.ofSeconds(30), Subprocess.concat(onMachine, words));
    }

    private void program(String name, String body) throws IOException {
        Path file = machine.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
