package com.orchestrator.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LintCommandTest {

    private static final String HEAD = "apiVersion: orchestrator/v1\nkind: Workflow\nnamespace: n\nname: w\ntasks:\n";
    private static final String TASK = "  - {id: a, task: t}\n";
    private static final String UNDONE_BY_ITSELF = "  - {id: a, task: t, compensate: {task: t}}\n";
    private static final String TWO_PIVOTS = "  - {id: a, task: t, pivot: true}\n  - {id: b, task: t, pivot: true}\n";

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @Test
    void isSilentAboutGoodDefinitions() throws IOException {
        assertThat(lint(file("good.yaml", HEAD + TASK))).isZero();
        assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void warnsAndGoesOn() throws IOException {
        Path odd = file("odd.yaml", HEAD + UNDONE_BY_ITSELF);

        assertThat(lint(odd)).isZero();
        assertThat(said.toString(StandardCharsets.UTF_8))
                .startsWith(odd + ":6:35: warning UNDO_IS_FORWARD /tasks/0/compensate/task: ")
                .contains("\n    name the task type that undoes it\n");
    }

    @Test
    void failsWhenAServerWouldRefuseAny() throws IOException {
        Path bad = file("bad.yaml", HEAD + TWO_PIVOTS);

        assertThat(lint(bad, file("good.yaml", HEAD + TASK))).isEqualTo(1);
        assertThat(said.toString(StandardCharsets.UTF_8)).startsWith(bad + ":7:5: error TWO_PIVOTS /tasks/1: ");
    }

    @Test
    void saysWhatItCannotUse() throws IOException {
        assertThat(lint()).isEqualTo(2);
        assertThat(lint(folder.resolve("missing.yaml"))).isEqualTo(1);
        assertThat(lint(file("broken.yaml", "a: [}"))).isEqualTo(1);
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("Say which files", "missing.yaml: error: cannot be read", "broken.yaml:1:");
    }

    private int lint(Path... files) {
        return new LintCommand(new PrintStream(said, true, StandardCharsets.UTF_8)).run(List.of(files));
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
