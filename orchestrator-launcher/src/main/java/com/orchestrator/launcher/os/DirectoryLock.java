package com.orchestrator.launcher.os;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Says that this process alone works in a directory. The system releases it when the process dies, however it dies. */
public final class DirectoryLock implements AutoCloseable {

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Waits for whoever holds it; for things that take a moment. */
    public static DirectoryLock acquireWaiting(Path directory) {
        try {
            FileChannel channel = open(directory);
            channel.lock();
            return new DirectoryLock(channel);
        } catch (IOException e) {
            throw new LaunchException("Cannot lock " + directory + ": " + e.getMessage(), e);
        }
    }

    /** Empty when another living process holds it. */
    public static Optional<DirectoryLock> tryAcquire(Path directory) {
        try {
            FileChannel channel = open(directory);
            if (locked(channel)) {
                return Optional.of(new DirectoryLock(channel));
            }
            channel.close();
            return Optional.empty();
        } catch (IOException e) {
            throw new LaunchException("Cannot lock " + directory + ": " + e.getMessage(), e);
        }
    }

    public static DirectoryLock acquire(Path directory) {
        return tryAcquire(directory)
                .orElseThrow(() -> new LaunchException("Another orchestrator is using " + directory + "."));
    }

    private static FileChannel open(Path directory) throws IOException {
        Files.createDirectories(directory);
        return FileChannel.open(directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new LaunchException("Cannot release a lock: " + e.getMessage(), e);
        }
    }
}
