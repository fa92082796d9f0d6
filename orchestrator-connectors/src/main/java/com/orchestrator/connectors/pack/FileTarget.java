package com.orchestrator.connectors.pack;

import com.orchestrator.connectors.ConnectorException;
import com.orchestrator.connectors.Target;
import com.orchestrator.connectors.Workroom;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.List;

/**
 * A file, written anew by each load: under another name first, then renamed over what was there. Doing that again leaves the same file, and
 * readers see the old one or the new one. A file keeps no cursor, so every run takes everything.
 */
public abstract class FileTarget implements Target {

    private final Path file;
    private final Workroom workroom;

    protected FileTarget(Path file, Workroom workroom) {
        this.file = file;
        this.workroom = workroom;
    }

    /** Writes all rows; the file is not there yet, or is one that an earlier attempt began. */
    protected abstract void write(LoadPackage pack, Workroom workroom, Path into) throws SQLException, IOException;

    @Override
    public final void check() {
        Path directory = file.getParent();
        if (directory == null || !Files.isWritable(directory)) {
            throw new ConnectorException("FILE_MISSING", "There is no directory to write to at " + directory);
        }
    }

    @Override
    public final State state(String job) {
        return State.NONE;
    }

    @Override
    public final List<String> plan(Manifest manifest) {
        requireNoCursor(manifest);
        check();
        return List.of((Files.exists(file) ? "Writes anew " : "Makes ") + file);
    }

    private static void requireNoCursor(Manifest manifest) {
        if (manifest.cursorColumn() != null) {
            throw new ConnectorException(
                    "CONFIG_INVALID", "A file keeps no cursor: leave it out, or load into a table");
        }
    }

    @Override
    public final Loaded load(LoadPackage pack, Steps steps) {
        requireNoCursor(pack.manifest());
        Path unfinished = file.resolveSibling("." + file.getFileName() + ".unfinished");
        try {
            Files.deleteIfExists(unfinished);
            write(pack, workroom, unfinished);
            sync(unfinished);
            steps.reached("written");
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            steps.reached("committed");
            return new Loaded(pack.manifest().rows(), false);
        } catch (IOException e) {
            throw new ConnectorException("IO_FAILED", file + " cannot be written: " + e.getMessage(), e);
        } catch (SQLException e) {
            throw DuckDb.failed(e);
        }
    }

    private static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    @Override
    public final void close() {
        // Every call closes what it has opened.
    }
}
