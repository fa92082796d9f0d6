package com.orchestrator.projections.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.projections.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateTest {

    @TempDir
    private Path folder;

    private Path generate(String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of("--output", folder.toString()));
        return Generate.write(all, () -> Instant.EPOCH);
    }

    @Test
    void allNamesCanBeOthers() throws IOException {
        Path file = generate(
                "-adapter",
                "mysql",
                "--filename",
                "V7__projections",
                "--schema",
                "coordination",
                "--projection-shards-table",
                "shards",
                "--recreate-lock-table",
                "generations",
                "--workers-table",
                "projectors",
                "--dead-letters-table",
                "poison");
        assertThat(file).hasFileName("V7__projections.sql");
        assertThat(Files.readString(file))
                .contains(
                        "CREATE DATABASE IF NOT EXISTS coordination;",
                        "TABLE IF NOT EXISTS coordination.shards (",
                        "TABLE IF NOT EXISTS coordination.generations (",
                        "TABLE IF NOT EXISTS coordination.projectors (",
                        "TABLE IF NOT EXISTS coordination.poison (")
                .doesNotContain("projection_shards", "recreate_lock", "workers", "dead_letters", "orchestrator");
    }

    @Test
    void whereThereAreNoSchemas_namesBeginWithIt() throws IOException {
        assertThat(Files.readString(generate("--adapter", "sqlite")))
                .contains("TABLE IF NOT EXISTS orchestrator_projection_shards (")
                .doesNotContain("CREATE SCHEMA", "CREATE DATABASE");
    }

    @Test
    void whatCannotBe_isRefused() throws IOException {
        assertThatThrownBy(this::generate).hasMessageContaining("--adapter is needed");
        assertThatThrownBy(() -> generate("--adapter", "postgres", "--schema", "a;b"))
                .hasMessageContaining("is no name");
        assertThatThrownBy(() -> generate("--adapter", "postgres", "--workers-table", "recreate_lock"))
                .hasMessageContaining("Two tables would have one name");
        assertThatThrownBy(() -> generate("--adapter", "postgres", "--colour", "red"))
                .hasMessageContaining("There is no option --colour");
        assertThatThrownBy(() -> generate("--adapter", "postgres", "--filename", "../x"))
                .hasMessageContaining("is no file name");
        assertThatThrownBy(() -> Generate.write(List.of("--adapter"), () -> Instant.EPOCH))
                .hasMessageContaining("needs a value");
        generate("--adapter", "postgres", "--filename", "one");
        assertThatThrownBy(() -> generate("--adapter", "postgres", "--filename", "one"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("never written over");
    }
}
