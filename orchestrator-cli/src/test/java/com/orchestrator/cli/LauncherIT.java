package com.orchestrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar and the script as users have them, in processes of their own: two files in a folder, and nothing else. */
class LauncherIT {

    private static Shop shop;
    private static Path home;
    private static Desk desk;

    @BeforeAll
    static void install(@TempDir Path folder) throws IOException {
        shop = new Shop();
        home = Files.createDirectories(folder.resolve("or c"));
        Files.copy(jar(), home.resolve("orc.jar"));
        Files.copy(Path.of("src/main/scripts/orc"), home.resolve("orc"));
        desk = new Desk(shop.url(), folder);
        desk.file("order.yaml", Shop.ORDER);
    }

    private static Path jar() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            return files.filter(file -> file.toString().endsWith("-orc.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    private static Said orc(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", home.resolve("orc").toString()));
        command.addAll(List.of(words));
        return desk.process(command);
    }

    @Test
    void theFirstStartMakesTheOthersQuick_andAllSayWhatTheyShould() throws IOException {
        assertThat(orc("--version").out()).startsWith("orc ").doesNotContain("unreleased");
        try (Stream<Path> kept = Files.list(home)) {
            assertThat(kept)
                    .anyMatch(file ->
                            file.toString().endsWith(".jsa") && file.toFile().length() > 1_000_000);
        }
        assertThat(orc("workflow", "apply", "-f", "order.yaml").out()).contains("created");
        Said declined = orc("start", "shop/order", "-i", "total=13", "--wait=90s", "-o", "ndjson");
        assertThat(declined.exitCode()).isEqualTo(6);
        assertThat(declined.json().path("state").asText()).isEqualTo("COMPENSATED");
        assertThat(declined.err()).startsWith("COMPENSATED: charge, CARD_DECLINED.\n");
        Said misused = orc("instance", "lst");
        assertThat(misused.exitCode()).isEqualTo(2);
        assertThat(misused.out()).isEmpty();
        assertThat(misused.errLines()).hasSize(2);
        assertThat(orc("instance", "get", "nobody").exitCode()).isEqualTo(3);
        assertThat(orc("instance", "delete", "x").errLines().get(1)).contains("--yes");
    }

    /** What is shared between starts counts: the same start without it loads each class by itself. */
    @Test
    void startsShareTheirClasses() throws IOException {
        orc("--version");
        desk.with("ORC_JAVA_OPTS", "-Xlog:class+load:file=loaded.txt");
        assertThat(orc("instance", "list").exitCode()).isZero();
        desk.without("ORC_JAVA_OPTS");
        List<String> loaded = Files.readAllLines(home.resolveSibling("loaded.txt"));
        assertThat(loaded).hasSizeGreaterThan(1000);
        long shared = loaded.stream()
                .filter(line -> line.contains("shared objects file"))
                .count();
        assertThat(shared * 100 / loaded.size()).isGreaterThan(60);
    }
}
