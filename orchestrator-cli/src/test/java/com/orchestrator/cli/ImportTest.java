package com.orchestrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.engine.definition.DefinitionCompiler;
import com.orchestrator.engine.expression.ExpressionCompiler;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of other engines and what becomes of them. What is expected was written with -Dimports.write=true, and reviewed. */
class ImportTest {

    private static final Path FOLDER = Path.of("src/test/resources/imports");

    private Desk desk;

    @BeforeEach
    void sitDown(@TempDir Path folder) {
        desk = new Desk(URI.create("http://127.0.0.1:1"), folder);
    }

    static Stream<String> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(".txt"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void file_becomesADefinition_orIsRefusedByName(String name) throws IOException {
        String format = name.split("\\.")[1];

        Said said = desk.orc("import", format, FOLDER.resolve(name).toString());

        String text = said.out() + "--- exit code " + said.exitCode() + "\n" + said.err();
        Path expected = FOLDER.resolve(name + ".txt");
        if (Boolean.getBoolean("imports.write")) {
            Files.writeString(expected, text);
        }
        assertThat(text).isEqualTo(Files.readString(expected));
        if (said.exitCode() == 0) {
            assertThat(new DefinitionCompiler(new ExpressionCompiler())
                            .compile(said.out().getBytes(StandardCharsets.UTF_8))
                            .plan()
                            .name())
                    .isNotEmpty();
        } else {
            assertThat(said.out()).isEmpty();
        }
    }

    @Test
    void namespaceAndName_canBeGiven() {
        String machine = "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Wait\",\"Seconds\":1,\"End\":true}}}";

        Said said = desk.piped(machine).orc("import", "asl", "-", "--into", "shop", "--name", "pause");

        assertThat(said.out()).contains("namespace: shop\nname: pause\n");
    }

    @Test
    void whatIsNoWorkflow_isMisuse() {
        assertThat(desk.piped("[1]").orc("import", "asl", "-").exitCode()).isEqualTo(2);
        assertThat(desk.piped("{\"a\": [").orc("import", "conductor", "-").exitCode())
                .isEqualTo(2);
        assertThat(desk.piped("{}").orc("import", "open-workflow", "-").exitCode())
                .isIn(0, 1);
    }
}
