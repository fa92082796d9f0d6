package com.orchestrator.connectors.pack;

import com.orchestrator.connectors.ConnectorException;
import com.orchestrator.connectors.column.ParquetFile;
import com.orchestrator.connectors.column.RowGroup;
import com.orchestrator.connectors.pack.Manifest.Part;
import com.orchestrator.connectors.type.Column;
import com.orchestrator.connectors.type.Value;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Writes a package. While one row group is filled, the one before is compressed and written by a thread of its own: these two are all that
 * is in memory.
 */
public final class PackageWriter implements AutoCloseable {

    /** Where the next part begins; at the end of the row group. */
    public static final long PART_BYTES = 1L << 30;

    private static final Future<?> NOTHING = CompletableFuture.completedFuture(null);

    private final Path directory;
    private final List<Column> columns;
    private final long partBytes;
    private final ExecutorService writer = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "etl-package");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Part> parts = new ArrayList<>();
    private RowGroup filling;
    private RowGroup written;
    private Future<?> writing = NOTHING;
    /** The writing thread's own, as the two below. */
    private @Nullable ParquetFile file;

    private String fileName = "";
    private long partRows;

    /**
     * In a directory with no package in it.
     *
     * @param partBytes how long a part gets, {@link #PART_BYTES} in general
     */
    public PackageWriter(Path directory, List<Column> columns, long partBytes) {
        this.directory = directory;
        this.columns = columns;
        this.partBytes = partBytes;
        this.filling = new RowGroup(columns);
        this.written = new RowGroup(columns);
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** One value for each column; they are free for the next row afterwards. */
    public void add(Value[] row) {
        filling.add(row);
        if (filling.isFull()) {
            handOver();
        }
    }

    private void handOver() {
        await();
        RowGroup full = filling;
        filling = written;
        written = full;
        writing = writer.submit(() -> {
            write(full);
            return null;
        });
    }

    /** Until what was handed over is in the file. */
    private void await() {
        try {
            writing.get();
            writing = NOTHING;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? failed(io) : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectorException("IO_FAILED", "The worker stops", e);
        }
    }

    private void write(RowGroup group) throws IOException {
        ParquetFile into = file == null ? begin() : file;
        into.write(group);
        partRows += group.rows();
        group.clear();
        if (into.bytes() >= partBytes) {
            finishPart(into);
        }
    }

    private ParquetFile begin() throws IOException {
        // No String.format: it would write the digits of the machine's language.
        fileName = "part-" + String.valueOf(100_000 + parts.size()).substring(1) + ".parquet";
        ParquetFile next = new ParquetFile(directory.resolve(fileName), columns);
        file = next;
        return next;
    }

    private void finishPart(ParquetFile part) throws IOException {
        part.finish();
        part.close();
        file = null;
        parts.add(new Part(fileName, partRows, part.bytes(), part.sha256()));
        partRows = 0;
    }

    /** Ends the last part. What comes now is the manifest. */
    public List<Part> finishParts() {
        if (filling.rows() > 0) {
            handOver();
        }
        await();
        try {
            if (file != null) {
                finishPart(file);
            }
            return List.copyOf(parts);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** From here on the package is one. */
    public void publish(Manifest manifest) {
        Path unfinished = directory.resolve(LoadPackage.MANIFEST + ".new");
        try {
            byte[] json = LoadPackage.JSON.writeValueAsString(manifest).getBytes(StandardCharsets.UTF_8);
            try (FileChannel channel = FileChannel.open(
                    unfinished,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer buffer = ByteBuffer.wrap(json);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(unfinished, directory.resolve(LoadPackage.MANIFEST), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static ConnectorException failed(IOException e) {
        return new ConnectorException("IO_FAILED", "The load package cannot be written: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        try {
            await();
        } finally {
            writer.shutdown();
            closeFile();
        }
    }

    private void closeFile() {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }
}
