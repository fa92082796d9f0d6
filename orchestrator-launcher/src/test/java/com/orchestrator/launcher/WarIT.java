package com.orchestrator.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** What a server consists of: Java alone, and nothing of what moves rows. */
class WarIT {

    private static final Path WAR = Path.of("target", "dist", "ROOT.war");

    @Test
    void theServerHasNoConnectorAndNoNativeLibrary() throws IOException {
        List<String> names = names();
        assertThat(names).anyMatch(name -> name.endsWith("!com/orchestrator/engine/OrchestratorEngine.class"));
        assertThat(names)
                .noneMatch(name -> name.matches(".*\\.(so|dll|dylib|jnilib)([._].*)?"))
                .noneMatch(name -> name.contains("com/orchestrator/connectors/csv/"))
                .noneMatch(name -> name.contains("META-INF/services/com.orchestrator.connectors.Connector"))
                .noneMatch(name -> name.contains("org/duckdb/") || name.contains("de/siegmar/fastcsv/"));
    }

    /** Of the files, and of those in its libraries. */
    private static List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        try (ZipFile war = new ZipFile(WAR.toFile())) {
            for (ZipEntry entry : war.stream().toList()) {
                names.add(entry.getName());
                if (entry.getName().endsWith(".jar")) {
                    addNames(entry.getName(), new ZipInputStream(war.getInputStream(entry)), names);
                }
            }
        }
        return names;
    }

    private static void addNames(String jar, ZipInputStream in, List<String> names) throws IOException {
        try (in) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                names.add(jar + "!" + entry.getName());
            }
        }
    }
}
