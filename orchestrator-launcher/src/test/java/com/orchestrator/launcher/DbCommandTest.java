package com.orchestrator.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DbCommandTest {

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    private int run(String... words) {
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        return new DbCommand(out, () -> Instant.parse("2026-11-28T17:00:00Z")).run(List.of(words));
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void writesAMigration_andSaysWhere() throws IOException {
        assertThat(run("generate", "--adapter", "postgres", "--output", folder.toString()))
                .isZero();
        Path file = folder.resolve("20261128170000_projections.sql");
        assertThat(said()).isEqualTo(file + System.lineSeparator());
        assertThat(Files.readString(file)).contains("CREATE TABLE IF NOT EXISTS orchestrator.projection_shards");
    }

    @Test
    void saysWhatItDoesNotUnderstand() {
        assertThat(run()).isEqualTo(2);
        assertThat(run("migrate", "now")).isEqualTo(2);
        assertThat(run("info", "--all")).isEqualTo(2);
        assertThat(run("generate", "--adapter", "oracle")).isEqualTo(2);
        assertThat(said()).contains("Say what", "There is no adapter 'oracle'; there are postgres, mysql, sqlite");
    }

    @Test
    void saysWhenItCannotWrite() throws IOException {
        Path file = Files.writeString(folder.resolve("taken"), "");
        assertThat(run("generate", "--adapter", "sqlite", "--output", file.toString()))
                .isEqualTo(1);
        assertThat(said()).contains("cannot be written");
    }
}
