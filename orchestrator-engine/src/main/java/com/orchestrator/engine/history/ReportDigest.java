package com.orchestrator.engine.history;

import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TaskError;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** Tells whether a repeated report says the same as the accepted one, without keeping its bytes. */
public final class ReportDigest {

    private ReportDigest() {}

    public static long ofOutput(Payload output) {
        return digest(output.bytes()) << 1;
    }

    public static long ofFailure(TaskError error) {
        String text = error.kind() + "\n" + error.code() + "\n" + error.message() + "\n" + error.details();
        return (digest(text.getBytes(StandardCharsets.UTF_8)) << 1) | 1;
    }

    private static long digest(byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        return (checksum.getValue() << 28) ^ bytes.length;
    }
}
