package com.orchestrator.launcher.server;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Takes a WAR apart: its classes and libraries as jars for the class path, and what remains as a WAR that holds no class.
 * Deployed so, there is nothing for Payara to unpack and to scan, and the JVM can share all classes between starts.
 *
 * @param libraries where the jars go
 * @param rest the WAR without classes
 */
record FlatWar(Path libraries, Path rest) {

    private static final String LIBRARIES = "WEB-INF/lib/";
    private static final String CLASSES = "WEB-INF/classes/";

    void of(Path war) throws IOException {
        try (var all = new ZipInputStream(Files.newInputStream(war));
                var classes = new ZipOutputStream(Files.newOutputStream(libraries.resolve("orchestrator-server.jar")));
                var remaining = new ZipOutputStream(Files.newOutputStream(rest))) {
            for (ZipEntry entry = all.getNextEntry(); entry != null; entry = all.getNextEntry()) {
                String name = entry.getName();
                if (entry.isDirectory()) {
                    continue;
                }
                if (name.startsWith(LIBRARIES)) {
                    // The launcher may have brought the same: both are of one build.
                    Files.copy(all, libraries.resolve(Path.of(name).getFileName()), REPLACE_EXISTING);
                } else if (name.startsWith(CLASSES)) {
                    put(all, name.substring(CLASSES.length()), classes);
                } else {
                    put(all, name, remaining);
                }
            }
        }
    }

    private static void put(InputStream content, String name, ZipOutputStream archive) throws IOException {
        archive.putNextEntry(new ZipEntry(name));
        content.transferTo(archive);
        archive.closeEntry();
    }
}
