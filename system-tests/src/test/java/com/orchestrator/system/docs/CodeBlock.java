package com.orchestrator.system.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A fenced block of a document.
 *
 * @param place for messages: the document and the line
 * @param language first word behind the fence; empty when there is none
 * @param mark second word: a file name for what a reader saves, or why a command does not simply run
 */
record CodeBlock(String place, String language, String mark, String text) {

    private static final Pattern FENCE =
            Pattern.compile("^```(\\w*) ?([^\\n`]*)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    static List<CodeBlock> of(Path document) {
        try {
            String text = Files.readString(document);
            List<CodeBlock> blocks = new ArrayList<>();
            Matcher fence = FENCE.matcher(text);
            while (fence.find()) {
                long line = text.substring(0, fence.start()).lines().count() + 1;
                blocks.add(new CodeBlock(
                        document.getFileName() + ":" + line,
                        fence.group(1),
                        fence.group(2).strip(),
                        fence.group(3)));
            }
            return blocks;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isFile() {
        return mark.contains(".");
    }
}
