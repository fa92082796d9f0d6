package com.orchestrator.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of the documentation is made of the keys: {@code -Dconfiguration.rewrite} writes it, without it the two are compared. */
class ConfigurationDocumentTest {

    private static final Path DOCUMENT = Path.of("../docs/reference/configuration.md");
    private static final String BEGIN = "<!-- keys: made by ConfigurationDocumentTest -->\n";
    private static final String END = "<!-- end of keys -->\n";

    @Test
    void theTable_isThatOfTheKeys() throws IOException {
        String document = Files.readString(DOCUMENT);
        String wanted = document.substring(0, document.indexOf(BEGIN) + BEGIN.length())
                + table()
                + document.substring(document.indexOf(END));
        if (Boolean.getBoolean("configuration.rewrite")) {
            Files.writeString(DOCUMENT, wanted);
        }

        assertThat(Files.readString(DOCUMENT))
                .as("docs/reference/configuration.md has another table than the keys make; write it anew by"
                        + " mvn -pl orchestrator-server -am test -Dtest=ConfigurationDocumentTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dconfiguration.rewrite=true")
                .isEqualTo(wanted);
    }

    private static String table() {
        return ConfigKey.all().stream()
                .map(ConfigurationDocumentTest::row)
                .collect(Collectors.joining("\n", "\n| Key | Type | Default | |\n|---|---|---|---|\n", "\n\n"));
    }

    private static String row(ConfigKey key) {
        String otherwise = key.otherwise().map(value -> "`" + value + "`").orElse("");
        return "| `" + key.property() + "` | " + key.type().words() + " | " + otherwise + " | "
                + key.description().replace("|", "\\|") + " |";
    }
}
