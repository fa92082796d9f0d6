package com.orchestrator.server.wiring;

import com.orchestrator.engine.secret.SecretSource;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Secrets in files, {@code <namespace>/<name>}, as Kubernetes and others mount them: a namespace has those of its folder and no others. One
 * that was changed is known within {@link #KNOWN}.
 */
final class SecretFolder implements SecretSource {

    static final Duration KNOWN = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(SecretFolder.class);
    private static final int BYTES_MAX = 64 * 1024;

    private final Path folder;
    private final LongSupplier nanos;
    private final Map<Path, Seen> seen = new ConcurrentHashMap<>();

    private record Seen(Optional<String> secret, long at) {}

    /** @param nanos a monotonic clock */
    SecretFolder(Path folder, LongSupplier nanos) {
        this.folder = folder;
        this.nanos = nanos;
    }

    /** Neither name has a slash, nor begins with a dot: definitions have neither. */
    @Override
    public Optional<String> find(String namespace, String name) {
        Path file = folder.resolve(namespace).resolve(name);
        long now = nanos.getAsLong();
        return seen.compute(
                        file,
                        (key, before) -> before == null || now - before.at() > KNOWN.toNanos()
                                ? new Seen(read(key), now)
                                : before)
                .secret();
    }

    /** Files end with a line feed that is no part of the secret. */
    private static Optional<String> read(Path file) {
        try {
            if (Files.size(file) > BYTES_MAX) {
                LOG.warn("The secret {} is larger than {} bytes, and nobody is given it", file, BYTES_MAX);
                return Optional.empty();
            }
            return Optional.of(Files.readString(file, StandardCharsets.UTF_8).replaceFirst("\\R\\z", ""));
        } catch (NoSuchFileException notThere) {
            return Optional.empty();
        } catch (CharacterCodingException noText) {
            LOG.warn("The secret {} is no text in UTF-8, and nobody is given it", file);
            return Optional.empty();
        } catch (IOException e) {
            LOG.warn("The secret {} cannot be read: {}", file, e.toString());
            return Optional.empty();
        }
    }
}
