package com.orchestrator.connectors.column;

import com.orchestrator.connectors.type.Column;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A Parquet file that is being written, a row group at a time. Without {@link #finish} it is none. */
public final class ParquetFile implements AutoCloseable {

    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

    private final FileChannel channel;
    private final Footer footer;
    private final MessageDigest digest;
    private final Snappy snappy = new Snappy();
    private byte[] plain = {};
    private byte[] compressed = {};
    private long position;

    /** Over whatever is there. */
    public ParquetFile(Path file, List<Column> columns) throws IOException {
        digest = digest();
        footer = new Footer(columns);
        channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        write(MAGIC, MAGIC.length);
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JDK has SHA-256", impossible);
        }
    }

    public void write(RowGroup group) throws IOException {
        List<Footer.Chunk> chunks = new ArrayList<>();
        for (Page page : group.pages()) {
            chunks.add(write(page, group.rows()));
        }
        footer.add(chunks, group.rows());
    }

    private Footer.Chunk write(Page page, int rows) throws IOException {
        if (plain.length < page.bound()) {
            plain = new byte[page.bound()];
            compressed = new byte[Snappy.bound(page.bound())];
        }
        int length = page.write(plain);
        int packed = snappy.compress(plain, length, compressed);
        byte[] header = Footer.pageHeader(rows, length, packed);
        long offset = position;
        write(header, header.length);
        write(compressed, packed);
        return new Footer.Chunk(offset, header.length + packed, header.length + length);
    }

    private void write(byte[] bytes, int length) throws IOException {
        digest.update(bytes, 0, length);
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        position += length;
    }

    /** From here on it is one, also after a power cut. */
    public void finish() throws IOException {
        byte[] end = footer.bytes();
        write(end, end.length);
        ByteBuffer length = ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(end.length);
        write(length.array(), Integer.BYTES);
        write(MAGIC, MAGIC.length);
        channel.force(true);
    }

    /** So far. */
    public long bytes() {
        return position;
    }

    /** Of the finished file, in hexadecimal. */
    public String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
