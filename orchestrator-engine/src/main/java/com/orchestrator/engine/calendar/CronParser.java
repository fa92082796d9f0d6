package com.orchestrator.engine.calendar;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads cron expressions. What other programs read in several ways is refused with a hint instead of guessed. */
final class CronParser {

    private static final Map<String, String> WORDS = Map.of(
            "@hourly", "0 * * * *",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@weekly", "0 0 * * 0",
            "@monthly", "0 0 1 * *",
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *");

    private static final int LENGTH_MAX = 500;
    private static final Pattern FIELD = Pattern.compile("\\S+");
    private static final Pattern REAL_TIME = Pattern.compile("\\*(/\\d+)?");
    private static final Pattern NTH = Pattern.compile("(?<day>\\w+)#(?<nth>\\w*)");
    private static final Pattern LAST_BUT = Pattern.compile("[lL](?:-(?<days>\\d{1,2}))?");
    private static final Pattern NEAREST = Pattern.compile("(?<day>\\d{1,2})[wW]");
    private static final Pattern LAST_DAY = Pattern.compile("(?<day>\\d|[a-zA-Z]{3})[lL]");

    private final String text;
    private final boolean hasSeconds;
    private final List<String> fields = new ArrayList<>();
    private final List<Integer> positions = new ArrayList<>();

    CronParser(String text, boolean hasSeconds) {
        this.text = text;
        this.hasSeconds = hasSeconds;
    }

    Cron parse(@Nullable DayMatch dayMatch) {
        split();
        int at = hasSeconds ? 1 : 0;
        MonthDays monthDays = monthDays(at + 2);
        WeekDays weekDays = weekDays(at + 4);
        if (dayMatch == null && !monthDays.isEveryDay() && !weekDays.isEveryDay()) {
            throw new CalendarFault(
                    "Days of the month and days of the week are both named, and programs differ in what that means",
                    "say dayMatch: any for days in either list, or dayMatch: all for days in both",
                    positions.get(at + 2));
        }
        Cron cron = new Cron(
                text,
                hasSeconds ? numbers(0, CronField.SECOND) : 1,
                numbers(at, CronField.MINUTE),
                numbers(at + 1, CronField.HOUR),
                numbers(at + 3, CronField.MONTH),
                monthDays,
                weekDays,
                dayMatch == null ? DayMatch.ALL : dayMatch,
                REAL_TIME.matcher(fields.get(at + 1)).matches());
        if (cron.next(LocalDateTime.of(2000, 1, 1, 0, 0)).isEmpty()) {
            throw new CalendarFault(
                    "'" + text + "' never fires", "no month that is named has such a day", positions.get(at + 2));
        }
        return cron;
    }

    private void split() {
        if (text.length() > LENGTH_MAX) {
            throw new CalendarFault("A cron expression has " + LENGTH_MAX + " characters at most", null, LENGTH_MAX);
        }
        String words = text.strip().startsWith("@") ? ofWord(text.strip()) : text;
        Matcher field = FIELD.matcher(words);
        while (field.find()) {
            fields.add(field.group());
            positions.add(words.equals(text) ? field.start() : -1);
        }
        int wanted = hasSeconds ? 6 : 5;
        if (fields.size() != wanted) {
            throw new CalendarFault(
                    "A cron expression " + (hasSeconds ? "with" : "without") + " seconds has " + wanted
                            + " fields, this one has " + fields.size(),
                    hintOfCount(),
                    -1);
        }
    }

    private String ofWord(String word) {
        String found = WORDS.get(word.toLowerCase(Locale.ROOT));
        if (found == null) {
            throw new CalendarFault(
                    "There is no word '" + word + "'",
                    word.startsWith("@every")
                            ? "use the field 'every' for an interval"
                            : "write @hourly, @daily, @weekly, @monthly or @yearly",
                    0);
        }
        return hasSeconds ? "0 " + found : found;
    }

    private String hintOfCount() {
        if (!hasSeconds && fields.size() == 6) {
            return "say seconds: true when the first field is seconds; there is no field of years";
        }
        return "write minute, hour, day of month, month and day of week" + (hasSeconds ? ", seconds first" : "");
    }

    private long numbers(int index, CronField field) {
        long values = 0;
        for (Item item : items(index)) {
            values |= item.numbers(field);
        }
        return values;
    }

    private List<Item> items(int index) {
        List<Item> items = new ArrayList<>();
        int position = positions.get(index);
        for (String item : fields.get(index).split(",", -1)) {
            items.add(new Item(item, position));
            position += position < 0 ? 0 : item.length() + 1;
        }
        return items;
    }

    private MonthDays monthDays(int index) {
        MonthDays found = new MonthDays(0, 0, 0, false);
        for (Item item : items(index)) {
            MonthDays next = item.monthDays();
            found = new MonthDays(
                    found.days() | next.days(),
                    found.fromEnd() | next.fromEnd(),
                    found.nearest() | next.nearest(),
                    found.lastWeekday() || next.lastWeekday());
        }
        return found;
    }

    private WeekDays weekDays(int index) {
        WeekDays found = new WeekDays(0, 0, 0);
        for (Item item : items(index)) {
            WeekDays next = item.weekDays();
            found = new WeekDays(found.days() | next.days(), found.nth() | next.nth(), found.last() | next.last());
        }
        return found;
    }

    /** One item of a field's list. */
    record Item(String text, int position) {

        private static final int LAST_BUT_MAX = 30;

        long numbers(CronField field) {
            if (text.equals("?")) {
                throw fault("'?' means nothing of its own", "write *");
            }
            return new CronItem(field, text, position).values();
        }

        MonthDays monthDays() {
            if (text.equalsIgnoreCase("LW")) {
                return new MonthDays(0, 0, 0, true);
            }
            Matcher nearest = NEAREST.matcher(text);
            if (nearest.matches()) {
                return new MonthDays(0, 0, day(nearest.group("day"), CronField.DAY_OF_MONTH), false);
            }
            Matcher last = LAST_BUT.matcher(text);
            if (last.matches()) {
                return new MonthDays(0, 1L << lastBut(last.group("days")), 0, false);
            }
            return new MonthDays(numbers(CronField.DAY_OF_MONTH), 0, 0, false);
        }

        private int lastBut(@Nullable String days) {
            int but = days == null ? 0 : Integer.parseInt(days);
            if (but > LAST_BUT_MAX) {
                throw fault("No month has a day before the last but " + LAST_BUT_MAX, "write L-0 to L-" + LAST_BUT_MAX);
            }
            return but;
        }

        WeekDays weekDays() {
            Matcher nth = NTH.matcher(text);
            if (nth.matches()) {
                return nth(nth.group("day"), nth.group("nth"));
            }
            Matcher last = LAST_DAY.matcher(text);
            if (last.matches()) {
                return new WeekDays(0, 0, day(last.group("day"), CronField.DAY_OF_WEEK));
            }
            if (text.equalsIgnoreCase("L")) {
                throw fault("'L' alone names no day of the week", "write 5L for the last Friday, or 6 for Saturday");
            }
            return new WeekDays(numbers(CronField.DAY_OF_WEEK), 0, 0);
        }

        private WeekDays nth(String day, String nth) {
            if (!nth.matches("[1-" + WeekDays.NTH_MAX + "]")) {
                throw fault(
                        "No month has a day number '" + nth + "' of one weekday", "write #1 to #" + WeekDays.NTH_MAX);
            }
            int weekday = Long.numberOfTrailingZeros(day(day, CronField.DAY_OF_WEEK));
            return new WeekDays(0, 1L << WeekDays.nthBit(weekday, Integer.parseInt(nth)), 0);
        }

        private long day(String written, CronField field) {
            return new CronItem(field, written, position).values();
        }

        private CalendarFault fault(String detail, String hint) {
            return new CalendarFault(detail, hint, position);
        }
    }
}
