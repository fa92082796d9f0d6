package com.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The style guide as a test: sizes, package comments, links, migrations, forgotten notes. */
class TidyTest {

    private static final int FILE_LINES_MAX = 400;
    private static final int METHOD_LINES_MAX = 60;
    private static final int CONSTRUCTOR_PARAMETERS_MAX = 7;
    private static final int ROOM_FILES_MAX = 25;
    private static final Path ROOT = repositoryRoot();

    private static final Pattern METHOD_START = Pattern.compile(
            "^ {4,12}(?!return|throw|new|else|if|for|while|switch|case|try|record)[\\w@].*\\) (throws [\\w., ]+ )?\\{$");
    private static final Pattern FORGOTTEN = Pattern.compile("\\b(TODO|FIXME|XXX)\\b(?!.*#\\d+)");
    private static final Pattern MARKDOWN_LINK = Pattern.compile("\\]\\((?!https?:|#|mailto:)([^)#]+)[^)]*\\)");

    private static Path repositoryRoot() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("CONTRIBUTING.md")) && folder.getParent() != null) {
            folder = folder.getParent();
        }
        return folder;
    }

    private static List<Path> files(String suffix) throws IOException {
        try (Stream<Path> all = Files.walk(ROOT)) {
            return all.filter(path -> path.toString().endsWith(suffix))
                    .filter(path -> !path.toString().contains("/target/"))
                    .filter(path -> !path.toString().contains("/node_modules/"))
                    .filter(path -> !path.toString().contains("/."))
                    .toList();
        }
    }

    private static List<Path> mainSources() throws IOException {
        return files(".java").stream()
                .filter(path -> path.toString().contains("/src/main/"))
                .toList();
    }

    @Test
    void files_areOneThingEach() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path file : mainSources()) {
            int lines = Files.readAllLines(file).size();
            if (lines > FILE_LINES_MAX) {
                tooLong.add(ROOT.relativize(file) + ": " + lines + " lines");
            }
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void methods_fitOnAScreen() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path file : mainSources()) {
            collectLongMethods(file, tooLong);
        }
        assertThat(tooLong).isEmpty();
    }

    private static void collectLongMethods(Path file, List<String> tooLong) throws IOException {
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            String declaration = METHOD_START.matcher(lines.get(i)).matches() ? declaration(lines, i) : "record ";
            if (!declaration.contains("record ")) {
                String indent = indent(declaration);
                int end = i;
                while (end < lines.size() && !lines.get(end).equals(indent + "}")) {
                    end++;
                }
                if (end - i > METHOD_LINES_MAX) {
                    tooLong.add(ROOT.relativize(file) + ":" + (i + 1) + ": " + (end - i) + " lines");
                }
            }
        }
    }

    /** Parameters on lines of their own stand deeper than the declaration they belong to. */
    private static String declaration(List<String> lines, int last) {
        int line = last;
        while (line > 0
                && (indent(lines.get(line)).length() > 8 || !lines.get(line).contains("("))) {
            line--;
        }
        return lines.get(line);
    }

    private static String indent(String line) {
        return line.replaceAll("\\S.*", "");
    }

    @Test
    void constructors_takeFewParameters() throws IOException {
        List<String> tooMany = new ArrayList<>();
        for (Path file : mainSources()) {
            String name = file.getFileName().toString().replace(".java", "");
            Matcher constructor = Pattern.compile(
                            "^    (public |private |protected )?" + name + "\\(([^)]*)\\) ?(throws .*)?\\{",
                            Pattern.MULTILINE)
                    .matcher(Files.readString(file));
            while (constructor.find()) {
                int parameters = constructor.group(2).isBlank()
                        ? 0
                        : constructor.group(2).split(",").length;
                if (parameters > CONSTRUCTOR_PARAMETERS_MAX) {
                    tooMany.add(ROOT.relativize(file) + ": " + parameters);
                }
            }
        }
        assertThat(tooMany).isEmpty();
    }

    @Test
    void packages_sayWhatTheyAreFor() throws IOException {
        List<Path> silent = mainSources().stream()
                .map(Path::getParent)
                .distinct()
                .filter(folder -> !saysWhatItIsFor(folder.resolve("package-info.java")))
                .map(ROOT::relativize)
                .toList();
        assertThat(silent).isEmpty();
    }

    private static boolean saysWhatItIsFor(Path packageInfo) {
        try {
            String text = Files.readString(packageInfo);
            return text.contains("@NullMarked") && text.contains("/**");
        } catch (IOException missing) {
            return false;
        }
    }

    /** A room that fills up wants to be two, along a seam that keeps what changes a run invisible to who decides. */
    @Test
    void rooms_staySmall() throws IOException {
        assertThat(mainSources().stream()
                        .map(Path::getParent)
                        .filter(TidyTest::isRoom)
                        .collect(Collectors.groupingBy(ROOT::relativize, Collectors.counting())))
                .isNotEmpty()
                .allSatisfy((room, files) -> assertThat(files).isLessThanOrEqualTo(ROOM_FILES_MAX));
    }

    private static boolean isRoom(Path folder) {
        return folder.toString().matches(".*/engine/(history|run|decision)(/.*)?");
    }

    @Test
    void nothing_isForgotten() throws IOException {
        List<String> forgotten = new ArrayList<>();
        for (Path file : mainSources()) {
            for (String line : Files.readAllLines(file)) {
                if (FORGOTTEN.matcher(line).find()) {
                    forgotten.add(ROOT.relativize(file) + ": " + line.strip());
                }
            }
        }
        assertThat(forgotten).isEmpty();
    }

    @Test
    void links_leadSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path file : files(".md")) {
            Matcher link = MARKDOWN_LINK.matcher(Files.readString(file));
            while (link.find()) {
                if (!Files.exists(file.getParent().resolve(link.group(1)))) {
                    broken.add(ROOT.relativize(file) + " → " + link.group(1));
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void migrations_haveNamesFlywayUnderstands() throws IOException {
        assertThat(files(".sql"))
                .filteredOn(path -> path.toString().contains("/db/migration/"))
                .isNotEmpty()
                .allMatch(path -> path.getFileName().toString().matches("V\\d+__[a-z_]+\\.sql"));
    }
}
