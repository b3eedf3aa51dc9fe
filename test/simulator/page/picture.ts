/** A drawing of a sunset, used as the file of an MMS. */
export function drawPicture(): { type: 'image'; name: string; mimeType: string; bytes: string } {
	const canvas = document.createElement('canvas');
	canvas.width = 320;
	canvas.height = 200;
	const context = canvas.getContext('2d');
	if (context) {
		const sky = context.createLinearGradient(0, 0, 0, 140);
		sky.addColorStop(0, '#31427a');
		sky.addColorStop(1, '#f29a5b');
		context.fillStyle = sky;
		context.fillRect(0, 0, 320, 140);
		context.fillStyle = '#ffe2a3';
		context.beginPath();
		context.arc(160, 140, 42, Math.PI, 0);
		context.fill();
		context.fillStyle = '#1d3c52';
		context.fillRect(0, 140, 320, 60);
	}
	const [, bytes = ''] = canvas.toDataURL('image/png').split(',');
	return { type: 'image', name: 'sunset.png', mimeType: 'image/png', bytes };
}
