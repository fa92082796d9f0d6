package com.orchestrator.engine.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTest {

    private static List<LocalDateTime> next(String cron, String after, int count) {
        return next(Cron.parse(cron, false, null), after, count);
    }

    private static List<LocalDateTime> next(Cron cron, String after, int count) {
        List<LocalDateTime> found = new ArrayList<>();
        LocalDateTime time = LocalDateTime.parse(after);
        for (int i = 0; i < count; i++) {
            time = cron.next(time).orElseThrow();
            found.add(time);
        }
        return found;
    }

    private static List<Integer> days(String dayFields, String month) {
        LocalDateTime begin = LocalDate.parse(month + "-01").atStartOfDay().minusSeconds(1);
        return next("0 0 " + dayFields, begin.toString(), 31).stream()
                .filter(time -> time.toString().startsWith(month))
                .map(LocalDateTime::getDayOfMonth)
                .toList();
    }

    @Test
    void ranges_wrapOverTheEndOfTheirField() {
        assertThat(Bits.list(Cron.parse("0 22-2 * * *", false, null).hours())).containsExactly(0, 1, 2, 22, 23);
        assertThat(Bits.list(Cron.parse("0 0 1 NOV-FEB *", false, null).months()))
                .containsExactly(1, 2, 11, 12);
        assertThat(days("* * FRI-MON", "2026-05")).startsWith(1, 2, 3, 4, 8, 9);
        assertThat(Bits.list(Cron.parse("0 22-3/2 * * *", false, null).hours())).containsExactly(0, 2, 22);
    }

    @Test
    void sunday_isZeroAndSeven() {
        assertThat(days("* * 0", "2026-05")).isEqualTo(days("* * 7", "2026-05")).containsExactly(3, 10, 17, 24, 31);
        assertThat(days("* * 5-7", "2026-05")).startsWith(1, 2, 3, 8);
        assertThat(days("* * 0-7", "2026-05")).hasSize(31);
        assertThat(days("* * */2", "2026-05")).startsWith(2, 3, 5, 7, 9);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,L * * | 2026-05 | 1,31",
                "L-3 * * | 2026-02 | 25",
                "15W * * | 2026-08 | 14",
                "1W * * | 2026-08 | 3",
                "31W * * | 2026-05 | 29",
                "LW * * | 2026-05 | 29",
                "* * FRI#2 | 2026-05 | 8",
                "* * 5L | 2026-05 | 29",
                "* * FRIL | 2026-05 | 29",
                "* * 7L | 2026-05 | 31",
                "* * SUN#5 | 2026-05 | 31",
            })
    void daysByRule(String fields, String month, String expected) {
        assertThat(days(fields, month)).hasToString("[" + expected.replace(",", ", ") + "]");
    }

    @Test
    void aMonthWithoutTheDay_isLeftOut() {
        assertThat(days("31W * *", "2026-02")).isEmpty();
        assertThat(next("0 0 31 * *", "2026-01-31T12:00", 2))
                .containsExactly(LocalDateTime.parse("2026-03-31T00:00"), LocalDateTime.parse("2026-05-31T00:00"));
    }

    @Test
    void whatIsRare_isFound() {
        Cron leapMonday = Cron.parse("0 0 29 2 MON", false, DayMatch.ALL);

        assertThat(next(leapMonday, "2026-01-01T00:00", 1)).containsExactly(LocalDateTime.parse("2044-02-29T00:00"));
        assertThat(next("0 0 29 2 *", "2096-02-29T00:00", 1)).containsExactly(LocalDateTime.parse("2104-02-29T00:00"));
    }

    @Test
    void bothKindsOfDays_needAWord() {
        CalendarFault fault = fault("0 0 13 * FRI");

        assertThat(fault.hint()).contains("dayMatch");
        assertThat(next(Cron.parse("0 0 13 * FRI", false, DayMatch.ALL), "2026-01-01T00:00", 2))
                .containsExactly(LocalDateTime.parse("2026-02-13T00:00"), LocalDateTime.parse("2026-03-13T00:00"));
        assertThat(next(Cron.parse("0 0 13 * FRI", false, DayMatch.ANY), "2026-01-01T00:00", 3))
                .containsExactly(
                        LocalDateTime.parse("2026-01-02T00:00"),
                        LocalDateTime.parse("2026-01-09T00:00"),
                        LocalDateTime.parse("2026-01-13T00:00"));
    }

    @Test
    void secondsStandInFront() {
        assertThat(next(Cron.parse("*/20 59 23 * * *", true, null), "2026-12-31T23:59:25", 2))
                .containsExactly(
                        LocalDateTime.parse("2026-12-31T23:59:40"), LocalDateTime.parse("2027-01-01T23:59:00"));
    }

    @Test
    void words() {
        assertThat(next("@yearly", "2026-01-01T00:00", 1)).containsExactly(LocalDateTime.parse("2027-01-01T00:00"));
        assertThat(next("@weekly", "2026-05-01T00:00", 1)).containsExactly(LocalDateTime.parse("2026-05-03T00:00"));
        assertThat(next("@hourly", "2026-05-01T00:00", 1)).containsExactly(LocalDateTime.parse("2026-05-01T01:00"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "* * * * MON/2",
                "*/90 * * * *",
                "* * * * FRI#6",
                "* * * * FRI#",
                "* * * * MONKEY",
                "0 0 31 2 *",
                "0 0 31 4,6 *",
                "60 * * * *",
                "* 24 * * *",
                "* * 0 * *",
                "* * 32 * *",
                "* * * 13 *",
                "* * * * 8",
                "*/0 * * * *",
                "* * ? * *",
                "* * * * L",
                "* * L-31 * *",
                "5/15 * * * *",
                "* * * *",
                "* * * * * *",
                "",
                "@reboot",
                "@every 5m",
                "1,,2 * * * *",
                "-1 * * * *",
                "1- * * * *",
                "* * 15W-20 * *",
                "99999999999 * * * *",
                "* * * FOO *",
                "*/60 * * * *",
                "0 0 W * *",
                "0 0 30W 2 *",
                "٣ * * * *"
            })
    void whatCannotBeMeant_isRefusedWithAHint(String cron) {
        CalendarFault fault = fault(cron);

        assertThat(fault).hasMessageMatching("[A-Z'\\d-].*[^.]");
        assertThat(fault.hint()).isNotEmpty();
    }

    @Test
    void aFault_saysWhere() {
        assertThat(fault("0 0  1 * 1,MOX").position()).isEqualTo(11);
    }

    private static CalendarFault fault(String cron) {
        return catchThrowableOfType(CalendarFault.class, () -> Cron.parse(cron, false, null));
    }
}
