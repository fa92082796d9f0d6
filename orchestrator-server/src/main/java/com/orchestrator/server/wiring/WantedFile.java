package com.orchestrator.server.wiring;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whoever watches a file that something is wanted, by making it: so {@code dev} starts an ETL worker when there is work for one, and not
 * before.
 *
 * @param file null when nobody watches
 */
record WantedFile(@Nullable Path file) implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(WantedFile.class);

    @Override
    public void run() {
        if (file == null || Files.exists(file)) {
            return;
        }
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException another) {
            // It is said already.
        } catch (IOException e) {
            LOG.warn("Cannot make {}, so nobody hears that an ETL worker is wanted: {}", file, e.toString());
        }
    }
}
