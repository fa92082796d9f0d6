package com.orchestrator.engine.retention;

import com.orchestrator.engine.IdGenerator;
import com.orchestrator.engine.store.RunTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * A directory with one for each namespace, and a file in it for each batch that was deleted; names of files are in the order of time. A
 * file is written under another name, forced to the disk, renamed, and its directory forced: what has its name is whole.
 */
final class FileArchive implements RunArchive {

    private final Path directory;
    private final IdGenerator names;
    private final Function<Collection<RunTree>, List<String>> export;

    FileArchive(Path directory, IdGenerator names, Function<Collection<RunTree>, List<String>> export) {
        this.directory = directory;
        this.names = names;
        this.export = export;
    }

    @Override
    public boolean isThere() {
        return true;
    }

    @Override
    public void keep(String namespace, List<RunTree> trees) {
        String text = String.join("\n", export.apply(trees)) + "\n";
        try {
            Path home = Files.createDirectories(directory.resolve(folder(namespace)));
            String name = names.next() + ".ndjson";
            Path written = home.resolve(name + ".part");
            try (FileChannel file =
                    FileChannel.open(written, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
                file.force(true);
            }
            Files.move(written, home.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            force(home);
        } catch (IOException e) {
            throw new UncheckedIOException("Runs of namespace '" + namespace + "' could not be archived", e);
        }
    }

    /** So that the new name is durable, too; where directories cannot be opened their entries are the file system's affair. */
    private static void force(Path home) throws IOException {
        if (!home.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        try (FileChannel entries = FileChannel.open(home, StandardOpenOption.READ)) {
            entries.force(true);
        }
    }

    /** No namespace names another directory than one of its own. */
    private static String folder(String namespace) {
        return URLEncoder.encode(namespace, StandardCharsets.UTF_8)
                .replace(".", "%2E")
                .replace("*", "%2A");
    }
}
