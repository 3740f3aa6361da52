//! The vectors, what the processor does first, and the pattern that tells how deep the stack grew.

use core::arch::global_asm;
use core::panic::PanicInfo;

unsafe extern "C" {
    static mut STACK_LOW: u32;
    static mut STACK_HIGH: u32;
}

const PATTERN: u32 = 0xdead_beef;

// The floating point unit is on before a function that uses it is entered. There is no static
// memory to fill: .data and .bss are empty, as the linker script asserts.
global_asm!(
    ".section .vectors, \"a\"",
    ".word STACK_HIGH, reset",
    ".rept 14",
    ".word fault",
    ".endr",
    ".section .text.reset, \"ax\"",
    ".global reset",
    ".thumb_func",
    "reset:",
    "ldr r0, =0xe000ed88", // CPACR
    "ldr r1, [r0]",
    "orr r1, r1, #0xf00000",
    "str r1, [r0]",
    "dsb",
    "isb",
    "ldr r0, =STACK_LOW",
    "mov r1, sp",
    "ldr r2, =0xdeadbeef",
    "1: str r2, [r0], #4",
    "cmp r0, r1",
    "blo 1b",
    "bl {entry}",
    ".global fault",
    ".thumb_func",
    "fault: b {failed}",
    ".pool",
    entry = sym entry,
    failed = sym failed,
);

extern "C" fn entry() -> ! {
    crate::main()
}

extern "C" fn failed() -> ! {
    crate::semihosting::exit(false)
}

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    crate::semihosting::exit(false)
}

/// The bytes between the top of the stack and the lowest word that has changed.
pub fn stack_used() -> u32 {
    let (mut at, high) = (&raw const STACK_LOW, &raw const STACK_HIGH);
    // Safety: words of the stack's own memory, between two symbols of the linker script.
    while at < high && unsafe { at.read_volatile() } == PATTERN {
        at = at.wrapping_add(1);
    }
    high as u32 - at as u32
}

/// SysTick: control, reload value, and the value that counts down.
const SYSTICK: [*mut u32; 3] = [0xe000_e010_u32 as _, 0xe000_e014_u32 as _, 0xe000_e018_u32 as _];

pub fn start_clock() {
    // Safety: the registers of the processor's own timer, which nothing else uses.
    unsafe {
        SYSTICK[1].write_volatile(0xff_ffff);
        SYSTICK[2].write_volatile(0);
        SYSTICK[0].write_volatile(5);
    }
}

pub fn clock() -> u32 {
    // Safety: as above.
    unsafe { SYSTICK[2].read_volatile() }
}

/// The clock's ticks since it stood at `begin`: it counts down, in 24 bits.
pub fn clock_since(begin: u32) -> u32 {
    begin.wrapping_sub(clock()) & 0xff_ffff
}
