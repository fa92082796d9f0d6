package com.orchestrator.cli.noun;

import java.util.ArrayList;
import java.util.List;

/** What has changed between two texts, line by line, with some lines around. */
final class LineDiff {

    private static final int AROUND = 3;
    /** Beyond, the lines between what is the same at both ends are taken as replaced. */
    private static final long MOST_CELLS = 4_000_000;

    private record Line(char sign, String text) {}

    private LineDiff() {}

    /** Empty when nothing has. */
    static String of(List<String> from, List<String> to) {
        int start = 0;
        while (start < Math.min(from.size(), to.size()) && from.get(start).equals(to.get(start))) {
            start++;
        }
        int end = 0;
        while (end < Math.min(from.size(), to.size()) - start
                && from.get(from.size() - 1 - end).equals(to.get(to.size() - 1 - end))) {
            end++;
        }
        List<Line> lines = new ArrayList<>();
        from.subList(0, start).forEach(line -> lines.add(new Line(' ', line)));
        lines.addAll(middle(from.subList(start, from.size() - end), to.subList(start, to.size() - end)));
        from.subList(from.size() - end, from.size()).forEach(line -> lines.add(new Line(' ', line)));
        return shown(lines);
    }

    private static List<Line> middle(List<String> from, List<String> to) {
        if ((long) from.size() * to.size() > MOST_CELLS) {
            List<Line> replaced = new ArrayList<>();
            from.forEach(line -> replaced.add(new Line('-', line)));
            to.forEach(line -> replaced.add(new Line('+', line)));
            return replaced;
        }
        return walked(from, to, common(from, to));
    }

    /** How many lines the rests of both have in common, in order. */
    private static int[][] common(List<String> from, List<String> to) {
        int[][] common = new int[from.size() + 1][to.size() + 1];
        for (int i = from.size() - 1; i >= 0; i--) {
            for (int j = to.size() - 1; j >= 0; j--) {
                common[i][j] = from.get(i).equals(to.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }

    private static List<Line> walked(List<String> from, List<String> to, int[][] common) {
        List<Line> lines = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < from.size() || j < to.size()) {
            if (i < from.size() && j < to.size() && from.get(i).equals(to.get(j))) {
                lines.add(new Line(' ', from.get(i++)));
                j++;
            } else if (j == to.size() || i < from.size() && common[i + 1][j] >= common[i][j + 1]) {
                lines.add(new Line('-', from.get(i++)));
            } else {
                lines.add(new Line('+', to.get(j++)));
            }
        }
        return lines;
    }

    private static String shown(List<Line> lines) {
        StringBuilder text = new StringBuilder();
        boolean gap = false;
        for (int at = 0; at < lines.size(); at++) {
            boolean isNear = lines.subList(Math.max(0, at - AROUND), Math.min(lines.size(), at + AROUND + 1)).stream()
                    .anyMatch(line -> line.sign() != ' ');
            if (isNear) {
                text.append(gap ? "...\n" : "")
                        .append(lines.get(at).sign())
                        .append(' ')
                        .append(lines.get(at).text())
                        .append('\n');
            }
            gap = !isNear && text.length() > 0;
        }
        return text.toString();
    }
}
