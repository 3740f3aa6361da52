//! Words to the host: a breakpoint with the number of the call in r0 and its argument in r1.

use core::arch::asm;

fn call(operation: u32, argument: u32) {
    // Safety: the host reads what the argument points to, and nothing else is touched.
    unsafe {
        asm!("bkpt 0xab", inout("r0") operation => _, in("r1") argument, options(nostack));
    }
}

/// A text and a number, as a line.
pub fn write(text: &str, number: u32) {
    for byte in text.bytes() {
        put(byte);
    }
    let mut divisor = 1_000_000_000;
    while divisor > 1 && number < divisor {
        divisor /= 10;
    }
    while divisor > 0 {
        put(b'0' + (number / divisor % 10) as u8);
        divisor /= 10;
    }
    put(b'\n');
}

/// SYS_WRITEC.
fn put(byte: u8) {
    call(3, &raw const byte as u32);
}

/// SYS_EXIT, with the reason that the application ended, or that it failed.
pub fn exit(well: bool) -> ! {
    call(0x18, if well { 0x20026 } else { 0x20023 });
    loop {}
}
