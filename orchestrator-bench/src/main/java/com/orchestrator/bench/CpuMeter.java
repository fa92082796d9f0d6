package com.orchestrator.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * CPU time of processes, as the kernel counts it, in hundredths of a second. Reads {@code /proc}, so it works on Linux
 * only; elsewhere every answer is zero and the report says that CPU was not measured.
 */
final class CpuMeter {

    private static final Path PROC = Path.of("/proc");
    private static final double TICKS_PER_SECOND = 100;

    private static final double KIBIBYTES = 1024;

    /** Fields of {@code stat} behind the command's name: parent, then user and system time, own and of ended children. */
    private static final int PARENT = 1;

    private static final int USER = 11;
    private static final int CHILDREN_SYSTEM = 14;

    private CpuMeter() {}

    static boolean isAvailable() {
        return Files.isReadable(PROC.resolve("self/stat"));
    }

    /** Seconds used by a process and by its children that have ended. */
    static double ofProcess(long pid) {
        return isAvailable() ? seconds(statOf(String.valueOf(pid))) : 0;
    }

    /** Seconds a JVM has spent on compiling its own code so far. */
    static double ofCompilers(long pid) {
        Path threads = PROC.resolve(String.valueOf(pid)).resolve("task");
        try (Stream<Path> all = Files.list(threads)) {
            return all.filter(CpuMeter::compiles)
                    .mapToDouble(
                            thread -> seconds(statOf(PROC.relativize(thread).toString())))
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }

    private static boolean compiles(Path thread) {
        try {
            return Files.readString(thread.resolve("comm")).contains("CompilerThre");
        } catch (IOException e) {
            return false;
        }
    }

    /** Seconds used by a process and all its children. */
    static double ofFamily(long pid) {
        if (!isAvailable()) {
            return 0;
        }
        String parent = String.valueOf(pid);
        try (Stream<Path> processes = Files.list(PROC)) {
            double children = processes
                    .map(path -> path.getFileName().toString())
                    .filter(name -> Character.isDigit(name.charAt(0)))
                    .map(CpuMeter::statOf)
                    .filter(stat -> stat.length > CHILDREN_SYSTEM && stat[PARENT].equals(parent))
                    .mapToDouble(CpuMeter::seconds)
                    .sum();
            return children + ofProcess(pid);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Mebibytes of a process that are in memory; zero when nobody says. */
    static double residentMemory(long pid) {
        try (Stream<String> lines =
                Files.lines(PROC.resolve(String.valueOf(pid)).resolve("status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / KIBIBYTES)
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }

    private static double seconds(String[] stat) {
        double ticks = 0;
        for (int i = USER; i <= CHILDREN_SYSTEM && i < stat.length; i++) {
            ticks += Long.parseLong(stat[i]);
        }
        return ticks / TICKS_PER_SECOND;
    }

    /** The command's name may contain spaces, so the fields are counted from behind it. */
    private static String[] statOf(String pid) {
        try {
            String stat = Files.readString(PROC.resolve(pid).resolve("stat"));
            return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        } catch (NoSuchFileException e) {
            return new String[0];
        } catch (IOException e) {
            return new String[0];
        }
    }
}
